import type { FileHandle } from 'node:fs/promises';
import { openRegular } from '../../base/files/regularFile.js';
import type { EmbeddingMatrix } from '../embeddingMatrix.js';
import { longestHeader, parseNpyHeader } from '../formats/npyHeader.js';
import { RetrievalError } from '../../errors.js';
import { checkCount } from './checkInput.js';
import type { GallerySource } from './gallerySource.js';

/** Options of `fileGallery`. */
export interface FileGalleryOptions {
  /** Numbers per row of a raw file. Default: the file is an .npy file, which says so itself. */
  columns?: number;
  /** First row, and the one behind the last. Default: all. */
  range?: readonly [first: number, end: number];
}

/** Where the numbers of a file lie. */
interface Layout {
  /** Byte position of the first number. */
  start: number;
  rows: number;
  columns: number;
}

/**
 * A gallery in a file of float32 numbers, row after row, raw or .npy. While one block is multiplied the next one is
 * read; memory is two blocks.
 *
 * @throws RetrievalError when reading starts: for an .npy file of another type or shape, and for a size that is no whole
 *   number of rows or not the one that the header promises.
 */
export function fileGallery(file: string, options: FileGalleryOptions = {}): GallerySource {
  if (options.columns !== undefined) checkCount(options.columns, 'columns');
  return (rowsPerBlock) => readPieces(file, rowsPerBlock, options);
}

async function* readPieces(
  file: string,
  rowsPerBlock: number,
  { columns, range }: FileGalleryOptions,
): AsyncGenerator<EmbeddingMatrix> {
  const handle = await openRegular(file);
  let next: Promise<EmbeddingMatrix> | undefined;
  try {
    const layout = await (columns === undefined ? npyLayout(handle, file) : rawLayout(handle, file, columns));
    const [start, end] = range ?? [0, layout.rows];
    const numbers = Math.min(rowsPerBlock, end - start) * layout.columns;
    const buffers = [new Float32Array(numbers), new Float32Array(numbers)] as const;
    const pieces = Math.ceil((end - start) / rowsPerBlock);
    const startReading = (piece: number): Promise<EmbeddingMatrix> => {
      const first = start + piece * rowsPerBlock;
      const rows = Math.min(rowsPerBlock, end - first);
      const reading = readRows(handle, file, layout, first, rows, buffers[piece % 2 === 0 ? 0 : 1]);
      // An error while the block before is still in use is thrown when this one is waited for.
      reading.catch(() => undefined);
      return reading;
    };
    if (pieces > 0) next = startReading(0);
    for (let piece = 0; piece < pieces; piece++) {
      const matrix = await next!;
      next = piece + 1 < pieces ? startReading(piece + 1) : undefined;
      yield matrix;
    }
  } finally {
    // A reader that is abandoned midway may still be reading.
    await next?.catch(() => undefined);
    await handle.close();
  }
}

async function readRows(
  handle: FileHandle,
  file: string,
  { start, columns }: Layout,
  first: number,
  rows: number,
  buffer: Float32Array,
): Promise<EmbeddingMatrix> {
  const data = buffer.subarray(0, rows * columns);
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const position = start + first * columns * Float32Array.BYTES_PER_ELEMENT;
  for (let filled = 0; filled < bytes.length;) {
    const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, position + filled);
    if (bytesRead === 0) {
      throw new RetrievalError({
        what: 'The file of embeddings became shorter while it was read',
        where: file,
        expected: `${bytes.length} bytes from byte ${position} on`,
        found: `${filled} bytes`,
      });
    }
    filled += bytesRead;
  }
  return { data, rows, columns };
}

async function rawLayout(handle: FileHandle, file: string, columns: number): Promise<Layout> {
  const { size } = await handle.stat();
  const rows = size / (columns * Float32Array.BYTES_PER_ELEMENT);
  if (Number.isInteger(rows)) return { start: 0, rows, columns };
  throw new RetrievalError({
    what: 'The raw file does not hold whole rows',
    where: file,
    expected: `a multiple of ${columns} x 4 bytes`,
    found: `${size} bytes`,
  });
}

async function npyLayout(handle: FileHandle, file: string): Promise<Layout> {
  const { size } = await handle.stat();
  const beginning = new Uint8Array(Math.min(size, longestHeader));
  await handle.read(beginning, 0, beginning.length, 0);
  const { type, shape, start } = parseNpyHeader(beginning, file);
  const [rows, columns] = shape;
  if (type === 'float32' && shape.length === 2 && size === start + rows! * columns! * 4) {
    return { start, rows: rows!, columns: columns! };
  }
  throw new RetrievalError({
    what: 'The .npy file cannot be searched where it lies',
    where: file,
    expected: 'float32 [N, D] and a file that holds all of it',
    found: `${type} [${shape.join(', ')}] in ${size} bytes`,
    fix: 'store the embeddings as float32',
  });
}

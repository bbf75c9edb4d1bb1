import type { FileHandle } from 'node:fs/promises';
import { openRegular } from '../../base/files/regularFile.js';
import { RetrievalError } from '../../errors.js';
import { atomicWrite } from '../../base/files/atomicWrite.js';
import { embeddingMatrix, type EmbeddingMatrix } from '../embeddingMatrix.js';
import { float16ToFloat32 } from './float16.js';
import {
  bytesPerElement,
  formatNpyHeader,
  longestHeader,
  parseNpyHeader,
  type NpyHeader,
} from './npyHeader.js';

/** An array as NumPy stores it, in row-major order. */
export interface NpyArray {
  shape: number[];
  data: Float32Array | Int32Array;
}

/** Writes an .npy file (format version 1, little-endian) under a temporary name and renames it when it is whole. */
export async function writeNpy(file: string, { shape, data }: NpyArray): Promise<void> {
  await atomicWrite(file, encodeNpy({ shape, data }));
}

/** The bytes of an .npy file. */
export function encodeNpy({ shape, data }: NpyArray): Buffer {
  const elements = shape.reduce((product, size) => product * size, 1);
  if (elements !== data.length) {
    throw new RetrievalError({
      what: 'The numbers do not fill the shape of the .npy file',
      expected: `[${shape.join(', ')}] = ${elements} numbers`,
      found: `${data.length} numbers`,
    });
  }
  const type = data instanceof Int32Array ? 'int32' : 'float32';
  return Buffer.concat([
    formatNpyHeader(type, shape),
    Buffer.from(data.buffer, data.byteOffset, data.byteLength),
  ]);
}

/**
 * Reads an .npy file of float32, float16 (widened to float32) or int32.
 * @throws RetrievalError on other types and orders, and when the file's size does not fit its header.
 */
export async function readNpy(file: string): Promise<NpyArray> {
  return withNpy(file, async (handle, header) => {
    const elements = header.shape.reduce((product, size) => product * size, 1);
    return { shape: header.shape, data: await readElements(handle, header, 0, elements) };
  });
}

/** Reads an .npy file that holds one vector per row, `[N, D]`. */
export async function readNpyMatrix(file: string): Promise<EmbeddingMatrix> {
  const { shape, data } = await readNpy(file);
  if (shape.length !== 2 || !(data instanceof Float32Array)) throw notAMatrix(file, shape);
  return embeddingMatrix(data, shape[0]!, shape[1]!);
}

/**
 * Reads an `[N, D]` .npy file in blocks of rows, so that memory does not grow with the file.
 * @yields each block with the row number of its first row.
 */
export async function* readBlocks(
  file: string,
  rowsPerBlock: number,
): AsyncGenerator<{ first: number; block: EmbeddingMatrix }> {
  const handle = await openRegular(file);
  try {
    const header = await readHeader(handle, file);
    const [rows, columns] = header.shape;
    if (header.shape.length !== 2 || header.type === 'int32') throw notAMatrix(file, header.shape);
    for (let first = 0; first < rows!; first += rowsPerBlock) {
      const count = Math.min(rowsPerBlock, rows! - first);
      const data = await readElements(handle, header, first * columns!, count * columns!);
      yield { first, block: embeddingMatrix(data as Float32Array, count, columns!) };
    }
  } finally {
    await handle.close();
  }
}

async function withNpy<Result>(
  file: string,
  use: (handle: FileHandle, header: NpyHeader) => Promise<Result>,
): Promise<Result> {
  const handle = await openRegular(file);
  try {
    return await use(handle, await readHeader(handle, file));
  } finally {
    await handle.close();
  }
}

async function readHeader(handle: FileHandle, file: string): Promise<NpyHeader> {
  const { size } = await handle.stat();
  const beginning = Buffer.alloc(Math.min(size, longestHeader));
  await handle.read(beginning, 0, beginning.length, 0);
  const header = parseNpyHeader(beginning, file);
  const elements = header.shape.reduce((product, axis) => product * axis, 1);
  const expected = header.start + elements * bytesPerElement[header.type];
  if (size !== expected) {
    throw new RetrievalError({
      what: 'The .npy file does not have the size that its header promises',
      where: file,
      expected: `${expected} bytes`,
      found: `${size} bytes`,
    });
  }
  return header;
}

async function readElements(
  handle: FileHandle,
  { type, start }: NpyHeader,
  first: number,
  count: number,
): Promise<Float32Array | Int32Array> {
  const width = bytesPerElement[type];
  const bytes = new Uint8Array(count * width);
  await handle.read(bytes, 0, bytes.length, start + first * width);
  if (type === 'int32') return new Int32Array(bytes.buffer);
  return type === 'float16'
    ? float16ToFloat32(new Uint16Array(bytes.buffer))
    : new Float32Array(bytes.buffer);
}

function notAMatrix(file: string, shape: number[]): RetrievalError {
  return new RetrievalError({
    what: 'The .npy file does not hold one vector per row',
    where: file,
    expected: 'float32 or float16 [N, D]',
    found: `[${shape.join(', ')}]`,
  });
}

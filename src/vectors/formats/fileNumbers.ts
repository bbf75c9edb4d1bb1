import type { FileHandle } from 'node:fs/promises';
import { openRegular } from '../../base/files/regularFile.js';
import { embeddingMatrix } from '../embeddingMatrix.js';
import { RetrievalError } from '../../errors.js';
import type { GallerySource } from '../gallery/gallerySource.js';
import { bytesPerNumber, toFloat32, type NumberForm } from './numbers.js';

/** Numbers that lie in a file one after the other. */
export interface FileNumbers {
  path: string;
  form: NumberForm;
  /** Byte position of the first one. */
  start: number;
  count: number;
}

/** Bytes of one read; the system takes at most 2 GiB. */
const longestRead = 2 ** 30;

/**
 * Reads all the numbers.
 *
 * @throws RetrievalError when the file ends too early, and as `toFloat32`.
 */
export async function readFileNumbers(numbers: FileNumbers): Promise<Float32Array> {
  return withFile(numbers.path, (handle) => readPart(handle, numbers, 0, numbers.count));
}

/**
 * Rows `first` to `end - 1` of numbers whose rows of `columns` lie one after the other, as a gallery; memory is one block.
 *
 * @throws RetrievalError while it is read, as `readFileNumbers`.
 */
export function fileRows(numbers: FileNumbers, first: number, end: number, columns: number): GallerySource {
  return async function* (rowsPerBlock) {
    const handle = await openRegular(numbers.path);
    try {
      for (let row = first; row < end; row += rowsPerBlock) {
        const count = Math.min(rowsPerBlock, end - row);
        const data = await readPart(handle, numbers, row * columns, count * columns);
        yield embeddingMatrix(data, count, columns);
      }
    } finally {
      await handle.close();
    }
  };
}

/**
 * Bytes `start` to `start + length - 1` of a file.
 *
 * @throws RetrievalError when the file ends before.
 */
export async function readBytes(
  handle: FileHandle,
  path: string,
  start: number,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  for (let filled = 0; filled < length;) {
    const part = Math.min(longestRead, length - filled);
    const { bytesRead } = await handle.read(bytes, filled, part, start + filled);
    if (bytesRead === 0) {
      throw new RetrievalError({
        what: 'The file ends too early',
        where: path,
        expected: `${start + length} bytes`,
        found: `${start + filled} bytes`,
        fix: 'fetch or write the file again: it is cut off',
      });
    }
    filled += bytesRead;
  }
  return bytes;
}

/** The bytes of a whole file, also of one over 2 GiB. */
export async function readWholeFile(path: string): Promise<Uint8Array<ArrayBuffer>> {
  return withFile(path, async (handle) => readBytes(handle, path, 0, (await handle.stat()).size));
}

/** Opens a file for reading and closes it afterwards. */
export async function withFile<Result>(
  path: string,
  use: (handle: FileHandle) => Promise<Result>,
): Promise<Result> {
  const handle = await openRegular(path);
  try {
    return await use(handle);
  } finally {
    await handle.close();
  }
}

async function readPart(
  handle: FileHandle,
  { path, form, start }: FileNumbers,
  first: number,
  count: number,
): Promise<Float32Array> {
  const width = bytesPerNumber[form.type];
  const bytes = await readBytes(handle, path, start + first * width, count * width);
  return toFloat32(bytes, form, path, first);
}

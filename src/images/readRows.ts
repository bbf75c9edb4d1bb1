import type { FileHandle } from 'node:fs/promises';
import { RetrievalError } from '../errors.js';

/** Bytes that are read at once. */
const largestRead = 2 ** 26;

/** Reads rows of a file, all of so many bytes, one after the other into `pixels`; neighbouring ones at once. */
export async function readRows(
  handle: FileHandle,
  rows: ArrayLike<number>,
  bytes: number,
  pixels: Uint8Array,
): Promise<void> {
  const longest = Math.ceil(largestRead / bytes);
  for (let first = 0; first < rows.length;) {
    let end = first + 1;
    while (end < rows.length && end - first < longest && rows[end] === rows[first]! + end - first) end++;
    const length = (end - first) * bytes;
    const { bytesRead } = await handle.read(pixels, first * bytes, length, rows[first]! * bytes);
    if (bytesRead < length) {
      throw new RetrievalError({
        what: 'A cache of pictures ended early while it was read',
        expected: `${length} bytes`,
        found: String(bytesRead),
        fix: 'run again; the cache is then checked and made again',
      });
    }
    first = end;
  }
}

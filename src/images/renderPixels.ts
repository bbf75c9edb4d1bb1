import { createHash, type Hash } from 'node:crypto';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { readCheckedJson, writeCheckedJson } from '../base/files/checkedJson.js';
import { forEachConcurrently } from '../base/forEachConcurrently.js';
import type { Progress } from '../base/progress.js';
import { readersOf } from './brokenPictures.js';

/** Pictures that are in memory at once. */
const blockRows = 128;

/** Square pictures of one size and how they are had. */
export interface PixelRendering {
  /** How progress calls them. */
  name: string;
  /** Number of pictures. */
  count: number;
  size: number;
  /** RGB bytes `[size, size, 3]` of one picture. */
  render(row: number): Promise<Uint8Array>;
  /** Whether pictures are fetched from elsewhere: more at the same time, and a preparation that was cut off goes on. */
  isFetched?: boolean;
  onProgress?: Progress;
}

/** What is said of a begun file, beside it. */
interface Begun {
  /** Pictures that are in it. */
  rows: number;
  /** SHA-256 of their pixels. */
  pixels: string;
}

const begunFile = (file: string): string => `${file}.json`;

/** Removes a begun file. */
export async function removeBegun(file: string): Promise<void> {
  for (const each of [file, begunFile(file)]) await rm(each, { force: true });
}

/**
 * Writes the pictures block by block, so that memory does not grow with their number; returns the SHA-256. Of pictures that
 * are fetched those that an earlier call has written stay.
 */
export async function renderAll(rendering: PixelRendering, file: string): Promise<string> {
  const { name, count, size, isFetched = false, onProgress } = rendering;
  const bytes = size * size * 3;
  const handle = await open(file, isFetched ? 'a+' : 'wx');
  try {
    const { hash, rows: stored } = isFetched
      ? await readBegun(handle, file, bytes)
      : { hash: createHash('sha256'), rows: 0 };
    let done = stored;
    for (let first = stored; first < count; first += blockRows) {
      const rows = Math.min(blockRows, count - first);
      const block = new Uint8Array(rows * bytes);
      const render = async (index: number): Promise<void> => {
        block.set(await rendering.render(first + index), index * bytes);
        onProgress?.({ done: ++done, total: count, what: `pictures ${name}` });
      };
      await forEachConcurrently(rows, render, readersOf(isFetched));
      hash.update(block);
      await handle.appendFile(block);
      if (isFetched) await noteBegun(handle, file, { rows: first + rows, pixels: hash.copy().digest('hex') });
    }
    await handle.sync();
    return hash.digest('hex');
  } finally {
    await handle.close();
  }
}

async function noteBegun(handle: FileHandle, file: string, begun: Begun): Promise<void> {
  await handle.datasync();
  await writeCheckedJson(begunFile(file), begun, 'begun pictures');
}

/** What is whole of a begun file; the rest of it goes. */
async function readBegun(
  handle: FileHandle,
  file: string,
  bytes: number,
): Promise<{ hash: Hash; rows: number }> {
  const begun = readCheckedJson(begunFile(file), 'begun pictures', 'they are prepared again') as
    Begun | undefined;
  const hash = createHash('sha256');
  const block = new Uint8Array(blockRows * bytes);
  for (let row = 0; row < (begun?.rows ?? 0); row += blockRows) {
    const rows = Math.min(blockRows, begun!.rows - row);
    const { bytesRead } = await handle.read(block, 0, rows * bytes, row * bytes);
    hash.update(block.subarray(0, bytesRead));
  }
  if (begun && hash.copy().digest('hex') === begun.pixels) {
    await handle.truncate(begun.rows * bytes);
    return { hash, rows: begun.rows };
  }
  await handle.truncate(0);
  return { hash: createHash('sha256'), rows: 0 };
}

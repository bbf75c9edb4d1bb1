import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Unzip, UnzipInflate, type UnzipFile } from 'fflate';
import type { UnpackGuard } from './unpackLimits.js';

/**
 * Unpacks a zip archive that is read once from front to back. Links of such archives are told in the directory at the
 * end only, which is not read: they come out as small files with the name of what they point to.
 */
export async function unpackZip(
  archive: AsyncIterable<Buffer>,
  guard: UnpackGuard,
  signal?: AbortSignal,
): Promise<void> {
  let unfinished = 0;
  let seen = 0;
  const unzip = new Unzip((file) => {
    seen++;
    if (file.name.endsWith('/')) return;
    unfinished++;
    unpackFile(file, guard, () => unfinished--);
  });
  unzip.register(UnzipInflate);
  for await (const chunk of archive) {
    signal?.throwIfAborted();
    unzip.push(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength));
  }
  unzip.push(new Uint8Array(0), true);
  if (unfinished > 0) throw new Error('it ends in the middle of a file');
  const listed = await listedEntries(guard.archiveFile);
  if (listed !== undefined && listed !== seen) throw new Error(`it lists ${listed} files and holds ${seen}`);
}

/** What stands in the place of a number that is too large for it. */
const unlisted = 0xffff;

/**
 * Number of entries that the end of the archive speaks of; undefined where they are too many for its field.
 * @throws Error when the archive has no end.
 */
async function listedEntries(file: string): Promise<number | undefined> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const length = Math.min(size, 22 + 0xffff);
    const { buffer } = await handle.read(Buffer.alloc(length), 0, length, size - length);
    const end = buffer.lastIndexOf('PK\x05\x06', undefined, 'latin1');
    if (end < 0 || end + 22 > length) throw new Error('it has no end');
    const entries = buffer.readUInt16LE(end + 10);
    return entries === unlisted ? undefined : entries;
  } finally {
    await handle.close();
  }
}

function unpackFile(file: UnzipFile, guard: UnpackGuard, finished: () => void): void {
  const place = guard.place(file.name);
  if (place) mkdirSync(dirname(place), { recursive: true });
  const descriptor = place === undefined ? undefined : openSync(place, 'wx');
  let bytes = 0;
  let failure: Error | undefined;
  file.ondata = (error, data, final) => {
    // The library reports what was thrown here once more.
    if (failure) throw failure;
    try {
      if (error) throw error;
      guard.count(data.length, file.name);
      bytes += data.length;
      if (descriptor !== undefined) writeSync(descriptor, data);
      if (final && file.originalSize !== undefined && bytes !== file.originalSize) {
        throw new Error(`${file.name} has ${bytes} bytes instead of ${file.originalSize}`);
      }
    } catch (thrown) {
      failure = thrown as Error;
      throw thrown;
    } finally {
      if (descriptor !== undefined && (final || failure)) closeSync(descriptor);
    }
    if (final) finished();
  };
  file.start();
}

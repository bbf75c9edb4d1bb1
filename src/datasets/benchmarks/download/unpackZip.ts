import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { Unzip, UnzipInflate, type UnzipFile } from 'fflate';
import { crc32 } from '../../../vectors/formats/crc32.js';
import type { UnpackGuard } from './unpackLimits.js';
import { readZipDirectory } from './zipDirectory.js';

/**
 * Unpacks a zip archive that is read once from front to back. Links of such archives are told in the directory at the
 * end only: they come out as small files with the name of what they point to. The directory is read for the number of files
 * and for their checksums.
 *
 * @throws Error for an archive that is cut off, or does not hold what its directory lists.
 */
export async function unpackZip(
  archive: AsyncIterable<Buffer>,
  guard: UnpackGuard,
  signal?: AbortSignal,
): Promise<void> {
  let unfinished = 0;
  let seen = 0;
  const checksums = new Map<string, number>();
  const unzip = new Unzip((file) => {
    seen++;
    if (file.name.endsWith('/')) return;
    unfinished++;
    unpackFile(file, guard, (checksum) => {
      unfinished--;
      checksums.set(file.name, checksum);
    });
  });
  unzip.register(UnzipInflate);
  for await (const chunk of archive) {
    signal?.throwIfAborted();
    unzip.push(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength));
  }
  unzip.push(new Uint8Array(0), true);
  if (unfinished > 0) throw new Error('it ends in the middle of a file');
  const listed = await readZipDirectory(guard.archiveFile);
  if (listed.length !== seen) throw new Error(`it lists ${listed.length} files and holds ${seen}`);
  const damaged = listed.find(({ name, crc32 }) => !name.endsWith('/') && checksums.get(name) !== crc32);
  if (damaged) throw new Error(`${damaged.name} does not have the checksum that the directory lists`);
}

function unpackFile(file: UnzipFile, guard: UnpackGuard, finished: (checksum: number) => void): void {
  const place = guard.place(file.name);
  if (place) mkdirSync(dirname(place), { recursive: true });
  const descriptor = place === undefined ? undefined : openSync(place, 'wx');
  let bytes = 0;
  let checksum = 0;
  let failure: Error | undefined;
  file.ondata = (error, data, final) => {
    // The library reports what was thrown here once more.
    if (failure) throw failure;
    try {
      if (error) throw error;
      guard.count(data.length, file.name);
      bytes += data.length;
      checksum = crc32(data, checksum);
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
    if (final) finished(checksum);
  };
  file.start();
}

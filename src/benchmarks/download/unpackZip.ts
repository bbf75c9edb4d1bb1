import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
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
  let open = 0;
  let started = false;
  const unzip = new Unzip((file) => {
    started = true;
    if (file.name.endsWith('/')) return;
    open++;
    unpackFile(file, guard, () => open--);
  });
  unzip.register(UnzipInflate);
  for await (const chunk of archive) {
    signal?.throwIfAborted();
    unzip.push(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength));
  }
  unzip.push(new Uint8Array(0), true);
  if (!started) throw new Error('no zip archive');
  if (open > 0) throw new Error('it ends in the middle of a file');
}

function unpackFile(file: UnzipFile, guard: UnpackGuard, finished: () => void): void {
  const place = guard.place(file.name);
  if (place) mkdirSync(dirname(place), { recursive: true });
  const descriptor = place === undefined ? undefined : openSync(place, 'wx');
  let bytes = 0;
  file.ondata = (error, data, final) => {
    try {
      if (error) throw error;
      guard.count(data.length, file.name);
      bytes += data.length;
      if (descriptor !== undefined) writeSync(descriptor, data);
      if (final && file.originalSize !== undefined && bytes !== file.originalSize) {
        throw new Error(`${file.name} has ${bytes} bytes instead of ${file.originalSize}`);
      }
    } finally {
      if (descriptor !== undefined && (final || error)) closeSync(descriptor);
    }
    if (final) finished();
  };
  file.start();
}

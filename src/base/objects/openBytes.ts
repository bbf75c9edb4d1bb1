import { stat } from 'node:fs/promises';
import { onFiles } from '../files/fileSystemError.js';
import { openRegular } from '../files/regularFile.js';
import { fetchBytes, openHttp } from './http.js';
import { fetchS3, openS3 } from './s3.js';
import { noObject, type ByteSource } from './types.js';

/**
 * Opens a file, an `s3://` object or what an `https://` address leads to, for reading parts of it.
 * @throws RetrievalError where there is nothing; LostObject where nobody answers.
 */
export async function openBytes(place: string): Promise<ByteSource> {
  if (place.startsWith('s3://')) return openS3(place);
  if (/^https?:\/\//.test(place)) return openHttp(place);
  const { size, mtimeMs } = await onFiles({ doing: 'Reading a file', where: place }, () => stat(place));
  return {
    name: place,
    size,
    stamp: `${size} ${mtimeMs}`,
    async read(start, end) {
      const handle = await openRegular(place);
      try {
        const { buffer, bytesRead } = await handle.read(new Uint8Array(end - start), 0, end - start, start);
        if (bytesRead === end - start) return buffer;
        throw noObject(place, `${bytesRead} bytes for the range ${start} to ${end}`);
      } finally {
        await handle.close();
      }
    },
  };
}

/** All bytes of an address. */
export function addressBytes(url: string): Promise<Uint8Array> {
  return url.startsWith('s3://') ? fetchS3(url) : fetchBytes(url);
}

import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { filesBelow } from './disk.mjs';

/** SHA-256, in hex, over the given strings and buffers, each framed by its length. */
export function sha256(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) {
    const bytes = Buffer.from(part);
    hash.update(`${bytes.length}:`).update(bytes);
  }
  return hash.digest('hex');
}

/** SHA-256 over the contents of files in the given order; a missing file counts as empty. */
export function sha256OfFiles(paths) {
  return sha256(...paths.map((path) => (existsSync(path) ? readFileSync(path) : '')));
}

/** SHA-256 of one file's bytes, read as a stream. */
export async function fileSha256(path) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 4e6 }), hash);
  return hash.digest('hex');
}

/** SHA-256 over the names of all files below a folder and the SHA-256 of each. */
export async function folderSha256(folder) {
  const parts = [];
  for (const path of filesBelow(folder).sort()) parts.push(relative(folder, path), await fileSha256(path));
  return sha256(...parts);
}

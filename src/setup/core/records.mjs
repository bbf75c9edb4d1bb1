import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Bytes that are read at most of an environment: the small one whole, of larger ones every so-manieth file. */
const mostBytes = 64e6;

/**
 * The first file of the Python packages in a folder that is not what the package's own record (`RECORD`) names; undefined
 * where all are. The sizes of all files are looked at, the SHA-256 of as many as make 64 MB.
 */
export function differsFromRecords(folder) {
  const files = recordedFiles(folder);
  const every = Math.ceil(files.reduce((sum, { bytes }) => sum + bytes, 1) / mostBytes);
  return files.find(({ path, bytes, digest }, i) => {
    const file = join(folder, path);
    if (!existsSync(file) || statSync(file).size !== bytes) return true;
    return i % every === 0 && createHash('sha256').update(readFileSync(file)).digest('base64url') !== digest;
  })?.path;
}

/** What the records in a folder name and lies in it, as `{ path, digest, bytes }`; the digest in base64 for addresses. */
export function recordedFiles(folder) {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.dist-info') && existsSync(join(folder, name, 'RECORD')))
    .flatMap((name) => readFileSync(join(folder, name, 'RECORD'), 'utf8').split(/\r?\n/))
    .map((line) => /^"?(.+?)"?,sha256=([\w-]+),(\d+)$/.exec(line))
    .filter((match) => match && !match[1].startsWith('..'))
    .map(([, path, digest, bytes]) => ({ path, digest, bytes: Number(bytes) }));
}

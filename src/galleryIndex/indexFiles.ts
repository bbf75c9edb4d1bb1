import { existsSync } from 'node:fs';
import { open, readdir, rm, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { sha256OfFile } from '../base/files/sha256.js';
import { RetrievalError } from '../errors.js';
import { recordFile, type IndexRecord } from './indexRecord.js';

/** Files of a generation with their checksums. */
export type IndexFiles = IndexRecord['files'];

/** The engine's part of a generation's folder. */
export const engineFolder = (generation: string): string => join(generation, 'engine');

/**
 * The files of a generation as they are now, on the disk. A file that was listed before was never written to since, so that
 * its checksum is known.
 *
 * @param isPart whether a file is a part of the index; default all are
 */
export async function listFiles(
  generation: string,
  before: IndexFiles,
  isPart: (name: string) => boolean = () => true,
): Promise<IndexFiles> {
  const files: IndexFiles = {};
  for (const name of (await names(generation)).filter(isPart)) {
    const file = join(generation, name);
    const { size } = await stat(file);
    if (before[name]?.bytes !== size) await flush(file);
    files[name] =
      before[name]?.bytes === size ? before[name] : { sha256: await sha256OfFile(file), bytes: size };
  }
  return files;
}

/**
 * Holds the files of a generation against their checksums, before anything else opens them.
 *
 * @param verified files that are known to be right, by name and checksum; those that are looked at join them
 * @throws RetrievalError (data) that names the first that is missing, cut off or changed.
 */
export async function verifyFiles(
  generation: string,
  files: IndexFiles,
  verified = new Set<string>(),
  signal?: AbortSignal,
): Promise<void> {
  for (const [name, { bytes }] of Object.entries(files)) {
    const file = join(generation, name);
    if (!existsSync(file)) throw notAsWritten(file, 'is missing', `${bytes} bytes`, 'no such file');
    const { size } = await stat(file);
    if (size !== bytes)
      throw notAsWritten(file, 'was cut off or replaced', `${bytes} bytes`, `${size} bytes`);
  }
  for (const [name, { sha256 }] of Object.entries(files)) {
    signal?.throwIfAborted();
    const file = join(generation, name);
    if (verified.has(`${file} ${sha256}`)) continue;
    const found = await sha256OfFile(file);
    if (found !== sha256) throw notAsWritten(file, 'was changed', `SHA-256 ${sha256}`, found);
    verified.add(`${file} ${sha256}`);
  }
}

/** Removes what a generation's record does not list: what it does not need any more, and what a stopped call left. */
export async function removeUnlisted(generation: string, files: IndexFiles): Promise<void> {
  for (const name of await names(generation)) if (!files[name]) await rm(join(generation, name));
}

async function names(generation: string): Promise<string[]> {
  const entries = await readdir(generation, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(generation, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((name) => name !== recordFile)
    .sort();
}

async function flush(file: string): Promise<void> {
  const handle = await open(file, 'r');
  await handle.sync().finally(() => handle.close());
}

function notAsWritten(where: string, how: string, expected: string, found: string): RetrievalError {
  return new RetrievalError({
    what: `A file of the index ${how}`,
    where,
    expected,
    found,
    fix: 'restore it from a copy, or build the index again with `asym index build`',
    kind: 'data',
  });
}

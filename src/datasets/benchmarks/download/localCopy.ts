import { existsSync, lstatSync, realpathSync, statSync } from 'node:fs';
import { constants, copyFile, mkdir, readdir, rename, symlink } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { RetrievalError } from '../../../errors.js';
import { safeJoin } from '../../../base/files/safeJoin.js';
import { fileKey } from '../sources/parts.js';
import type { BenchmarkSource, SourceFile } from '../sources/types.js';
import { filesText } from './bytesText.js';
import { workFolder } from './marks.js';
import { walkFiles } from './walk.js';

/** What a folder of the user holds: the owner's files as they are fetched, by key, or all of it unpacked. */
export type LocalCopy = { kind: 'files'; paths: Map<string, string> } | { kind: 'unpacked'; root: string };

/**
 * Looks for a benchmark in a folder: the owner's archives and lists under their names, else the unpacked layout, also
 * in the usual folders below.
 *
 * @param files those that were chosen.
 * @throws RetrievalError when neither is whole, with what is missing.
 */
export function findLocalCopy(from: string, source: BenchmarkSource, files: SourceFile[]): LocalCopy {
  const folder = resolve(from);
  const roots = [folder, ...source.roots.map((root) => join(folder, root))];
  const paths = new Map(files.map((file) => [fileKey(file), findFile(roots, file)]));
  const missing = files.filter((file) => !paths.get(fileKey(file)));
  if (missing.length === 0) return { kind: 'files', paths: paths as Map<string, string> };
  const root = roots.find((place) => source.required.every((path) => existsSync(join(place, path))));
  if (root) return { kind: 'unpacked', root };
  const names = missing.slice(0, 5).map(({ name }) => name);
  const more = missing.length > names.length ? ` and ${missing.length - names.length} more` : '';
  throw new RetrievalError({
    what: `The folder does not hold ${source.title}`,
    kind: 'data',
    where: folder,
    expected: `unpacked: ${source.required.join(', ')}; or as fetched: ${filesText(files.length)} under the owner’s names`,
    found: existsSync(folder) ? `not there: ${names.join(', ')}${more}` : 'no such folder',
    fix: 'name the folder in which these lie',
  });
}

function findFile(roots: string[], { name, target, archive }: SourceFile): string | undefined {
  const places = archive ? [name, join(target, name)] : [target, name];
  return roots
    .flatMap((root) => places.map((place) => join(root, place)))
    .find((path) => statSync(path, { throwIfNoEntry: false })?.isFile());
}

export interface CopyOptions {
  signal?: AbortSignal;
  onProgress?: (done: number, total: number) => void;
  /** Told the bytes to be copied; throws if there is no room. */
  reserve?: (bytes: number) => Promise<void>;
}

/** Copies files one by one; what is there with the same size is left, so that a second run goes on. */
export async function copyUnpacked(
  root: string,
  folder: string,
  source: BenchmarkSource,
  { signal, onProgress, reserve }: CopyOptions,
): Promise<{ files: number; bytes: number }> {
  const archives = new Set(source.files.filter(({ archive }) => archive).map(({ name }) => name));
  const isWanted = (path: string) => !archives.has(basename(path)) && !path.endsWith('.part');
  const isHere = (path: string, bytes: number) =>
    statSync(join(folder, path), { throwIfNoEntry: false })?.size === bytes;
  let [files, bytes, needed] = [0, 0, 0];
  for await (const file of walkFiles(root)) {
    if (!isWanted(file.path)) continue;
    files++;
    bytes += file.bytes;
    if (!isHere(file.path, file.bytes)) needed += file.bytes;
  }
  await reserve?.(needed);
  let done = 0;
  for await (const file of walkFiles(root)) {
    if (!isWanted(file.path)) continue;
    signal?.throwIfAborted();
    if (!isHere(file.path, file.bytes))
      await copyWhole(join(root, file.path), safeJoin(folder, file.path), folder);
    onProgress?.((done += file.bytes), bytes);
  }
  return { files, bytes };
}

/** Copies a file so that it appears in its place whole. */
export async function copyWhole(from: string, to: string, folder: string): Promise<void> {
  const temporary = join(folder, workFolder, 'copying');
  await mkdir(dirname(temporary), { recursive: true });
  await mkdir(dirname(to), { recursive: true });
  await copyFile(from, temporary, constants.COPYFILE_FICLONE);
  await rename(temporary, to);
}

/**
 * Makes a benchmark's folder a link to the user's copy.
 *
 * @throws RetrievalError when something is in the way, or parts of the copy are links to elsewhere, which would not be
 *   followed.
 */
export async function linkCopy(root: string, folder: string): Promise<void> {
  const place = realpathSync(root);
  for (const name of await readdir(place)) {
    const path = join(place, name);
    if (!lstatSync(path).isSymbolicLink() || isBelow(place, realpathSync(path))) continue;
    throw new RetrievalError({
      what: 'The copy itself holds a link to another folder',
      kind: 'data',
      where: path,
      expected: 'files and folders that lie in the copy',
      fix: 'copy without --link: then links are followed',
    });
  }
  if (lstatSync(folder, { throwIfNoEntry: false })) {
    if (existsSync(folder) && realpathSync(folder) === place) return;
    throw new RetrievalError({
      what: 'There is something in the place of the link',
      kind: 'data',
      where: folder,
      expected: 'nothing of this name',
      fix: 'remove it first, or leave --link away to add what it lacks',
    });
  }
  await mkdir(dirname(folder), { recursive: true });
  await symlink(place, folder, 'junction');
}

function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`);
}

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { atomicWrite } from '../../base/files/atomicWrite.js';
import { owningFolder } from '../../base/files/owning.js';
import { sha256OfBytes } from '../../base/files/sha256.js';
import { workspacePath } from '../../base/files/workspacePath.js';
import { describeBytes } from '../../base/describeBytes.js';
import { forEachConcurrently } from '../../base/forEachConcurrently.js';
import type { Progress } from '../../base/progress.js';
import { RetrievalError } from '../../errors.js';
import { allBroken, readersOf, triedSide, type PictureFile } from '../../images/brokenPictures.js';
import { decodePicture } from '../../images/decodePicture.js';
import { freeBytes } from '../benchmarks/download/space.js';
import type { VerdictPlace } from './wholePictures.js';

/** A picture that may lie elsewhere. */
export interface CopiedPicture extends PictureFile {
  /** How many it has, where that is known beforehand. */
  bytes?: number;
  /** File that its copy is kept in. */
  copy?: string;
  /** Whether it can be read in any order where it lies, which takes no copy. */
  isNear?: boolean;
}

/** Pictures that lie elsewhere with the place of a copy, from which they are read once it is there. */
export function withCopies<T extends CopiedPicture>(
  pictures: readonly T[],
  { cacheName, cacheFolder }: Pick<VerdictPlace, 'cacheName' | 'cacheFolder'>,
): T[] {
  const folder = join(cacheFolder ?? workspacePath('data', 'cache', cacheName), 'copies');
  return pictures.map((picture) => {
    const { path, stamp, read, isNear } = picture;
    if (!read || isNear) return picture;
    const name = sha256OfBytes(`${path}\n${stamp}`).slice(0, 32);
    const copy = join(folder, name.slice(0, 2), name);
    return { ...picture, copy, read: () => (existsSync(copy) ? readFile(copy) : read()) };
  });
}

/** Bytes that copies of some pictures would take which are not there yet, as far as they are known. */
export function copyBytes(pictures: readonly Pick<CopiedPicture, 'bytes' | 'copy'>[]): number {
  return pictures.reduce(
    (sum, { copy, bytes = 0 }) => (copy === undefined || existsSync(copy) ? sum : sum + bytes),
    0,
  );
}

/**
 * Keeps a copy on this disk of each picture that lies elsewhere, for work that reads pictures again and again in any order.
 * What is there stays, so that a call goes on where an earlier one was stopped; of several processes one fetches.
 *
 * @param name of the data set
 * @throws RetrievalError when the disk has too little room for them, and that names all that are broken. LostObject where
 *   nobody answers. The signal's reason when aborted.
 */
export async function keepCopies(
  pictures: readonly CopiedPicture[],
  name: string,
  { onProgress, signal }: { onProgress?: Progress; signal?: AbortSignal } = {},
): Promise<void> {
  const missing = (): CopiedPicture[] =>
    pictures.filter(({ copy }) => copy !== undefined && !existsSync(copy));
  const [first] = missing();
  if (!first) return;
  const folder = join(first.copy!, '../..');
  const fetchAll = async (): Promise<void> => {
    const todo = missing();
    const needed = copyBytes(todo);
    await checkRoom(folder, needed, name);
    const total = pictures.length;
    let done = total - todo.length;
    const what = `pictures copied to this disk (${describeBytes(needed)})`;
    // All writing has ended before an error goes on.
    let failure: { error: unknown } | undefined;
    const keep = async (n: number): Promise<void> => {
      if (failure) return;
      const { path, read, copy } = todo[n]!;
      try {
        signal?.throwIfAborted();
        const bytes = await read!();
        await decodePicture(bytes, { size: triedSide, name: path });
        await atomicWrite(copy!, bytes);
        onProgress?.({ done: ++done, total, what });
      } catch (error) {
        failure ??= { error };
      }
    };
    await forEachConcurrently(todo.length, keep, readersOf(true));
    if (failure) throw await allBroken(failure.error, pictures, name);
  };
  await owningFolder(folder, fetchAll, { wait: true, ...(signal && { signal }) });
}

async function checkRoom(folder: string, needed: number, name: string): Promise<void> {
  const free = await freeBytes(folder);
  if (needed <= free) return;
  throw new RetrievalError({
    what: 'The disk has too little room for copies of the pictures',
    where: folder,
    expected: `${describeBytes(needed)} for those of ${name}, which are read in each step of a training with \`pictures\``,
    found: `${describeBytes(free)} free`,
    fix: 'make room, name another place with ASYMMETRIC_FOLDER, or leave out `pictures`: then each picture is read once or twice and no copy kept',
  });
}

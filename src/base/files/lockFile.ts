import { linkSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { givenBack, isGone, parseHolder, type LockHolder } from './lockHolder.js';

/** File systems without links say so in different ways. */
const withoutLinks = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

/**
 * Takes a lock file unless somebody else who still runs holds it. A lock whose holder is gone is replaced by the one
 * process that has taken the lock on replacing it, whose name no other lock ever has: two can never replace it both.
 *
 * @returns the other holder where there is one.
 */
export async function tryLock(file: string, own: LockHolder): Promise<LockHolder | undefined> {
  while (!createLock(file, own)) {
    const other = await readHolder(file);
    if (other === undefined) continue;
    if (!isGone(other)) return other as LockHolder;
    const replacing = `${file}.${other.token}`;
    const replacer = await tryLock(replacing, own);
    if (replacer) return replacer;
    try {
      if ((await readHolder(file))?.token !== other.token) continue;
      renameSync(writeAside(file, own), file);
      break;
    } finally {
      rmSync(replacing, { force: true });
    }
  }
  removeLeft(file);
  return undefined;
}

/** Gives a lock back, also where its file can't be removed; one that somebody else has taken in the meantime stays. */
export async function unlock(file: string, { token }: LockHolder): Promise<void> {
  givenBack.add(token);
  if ((await readHolder(file))?.token === token) rmSync(file, { force: true });
  givenBack.delete(token);
}

/** A lock is linked to its place with its content, so that nobody finds it empty. @returns whether the place was free. */
function createLock(file: string, own: LockHolder): boolean {
  const aside = writeAside(file, own);
  try {
    linkSync(aside, file);
    return true;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (withoutLinks.has(code)) return createInPlace(file, own);
    throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function createInPlace(file: string, own: LockHolder): boolean {
  try {
    writeFileSync(file, JSON.stringify(own), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function writeAside(file: string, own: LockHolder): string {
  const aside = `${file}.${own.token}.new`;
  writeFileSync(aside, JSON.stringify(own));
  return aside;
}

/** Who holds a lock; nobody where it is gone. */
async function readHolder(file: string): Promise<ReturnType<typeof parseHolder> | undefined> {
  for (let attempt = 0; ; attempt++) {
    const text = readLock(file);
    if (text === undefined) return undefined;
    // Without links a lock is empty for a moment.
    if (text !== '' || attempt === 20) return parseHolder(text);
    await sleep(50);
  }
}

function readLock(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Removes what processes left that were killed while they took or replaced this lock. */
function removeLeft(file: string): void {
  const prefix = `${basename(file)}.`;
  for (const name of readdirSync(dirname(file))) {
    if (!name.startsWith(prefix)) continue;
    const left = join(dirname(file), name);
    const holder = parseHolder(readLock(left) ?? '');
    // What says nothing may be about to be written.
    if ('pid' in holder && isGone(holder)) rmSync(left, { force: true });
  }
}

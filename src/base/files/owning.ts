import { AsyncLocalStorage } from 'node:async_hooks';
import { existsSync, realpathSync } from 'node:fs';
import { rmdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { RetrievalError } from '../../errors.js';
import { onFiles } from './fileSystemError.js';
import { tryLock, unlock } from './lockFile.js';
import { describeHolder, thisHolder, type LockHolder } from './lockHolder.js';
import { makeFolder } from './makeFolder.js';

export interface OwningOptions {
  /** Wait until the other writer is done, for what both would make alike, such as a cache; default is to refuse. */
  wait?: boolean;
  /** Ends the waiting. */
  signal?: AbortSignal;
}

/** The locks that the work at hand is done under: what it calls need not take them again. */
const held = new AsyncLocalStorage<ReadonlySet<string>>();
/** Milliseconds between two looks at a lock that is waited for. */
const interval = 200;

/**
 * Does work while nobody else writes to the folder, by a file `.lock` in it that names this process. The lock of a process
 * that was killed is taken over. A folder that was made for the work and stays empty goes again.
 *
 * @throws RetrievalError (usage) that names the other process; that says why the folder can not be made or written to.
 */
export async function owningFolder<T>(
  folder: string,
  work: () => Promise<T>,
  options?: OwningOptions,
): Promise<T> {
  const place = resolve(folder);
  const isNew = !existsSync(place);
  try {
    return await owning(place, join(place, '.lock'), work, options);
  } finally {
    if (isNew) await rmdir(place).catch(() => undefined);
  }
}

/** The same for a file and what lies beside it under its name, by a file `.NAME.lock` beside it. */
export async function owningFile<T>(
  file: string,
  work: () => Promise<T>,
  options?: OwningOptions,
): Promise<T> {
  const place = resolve(file);
  return owning(place, join(dirname(place), `.${basename(place)}.lock`), work, options);
}

/**
 * The same until it is given back, for work that is begun and ended by calls of its own.
 * @returns gives it back.
 */
export async function holdFolder(folder: string): Promise<() => Promise<void>> {
  let giveBack!: () => void;
  const end = new Promise<void>((resolve) => (giveBack = resolve));
  return new Promise((resolve, reject) => {
    const owned = owningFolder(folder, () => {
      resolve(() => (giveBack(), owned));
      return end;
    });
    owned.catch(reject);
  });
}

async function owning<T>(
  place: string,
  file: string,
  work: () => Promise<T>,
  options: OwningOptions = {},
): Promise<T> {
  const preparing = { doing: 'Preparing a place to write to', where: place, kind: 'usage' } as const;
  const lock = await onFiles(preparing, async () => {
    await makeFolder(dirname(file));
    // By whatever links it is reached.
    return join(realpathSync(dirname(file)), basename(file));
  });
  const outer = held.getStore() ?? new Set<string>();
  if (outer.has(lock)) return work();
  const own = thisHolder();
  try {
    await onFiles(preparing, () => take(place, lock, own, options));
    return await held.run(new Set([...outer, lock]), work);
  } finally {
    // A lock that can not be removed counts as nobody's.
    await unlock(lock, own).catch(() => undefined);
  }
}

async function take(
  place: string,
  lock: string,
  own: LockHolder,
  { wait = false, signal }: OwningOptions,
): Promise<void> {
  let isTold = false;
  for (;;) {
    const other = await tryInFolder(lock, own);
    if (!other) return;
    if (!wait) throw busy(place, lock, other);
    // Of work in this process its own progress tells.
    if (!isTold && other.pid !== process.pid)
      console.warn(`${place} is being written by ${describeHolder(other)}; waiting for it`);
    isTold = true;
    await sleep(interval, undefined, { signal }).catch(() => signal?.throwIfAborted());
  }
}

/** Whoever owned the folder before may remove it as empty. */
async function tryInFolder(lock: string, own: LockHolder): Promise<LockHolder | undefined> {
  for (let attempt = 0; ; attempt++) {
    await makeFolder(dirname(lock));
    try {
      return await tryLock(lock, own);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || attempt === 10) throw error;
    }
  }
}

function busy(place: string, lock: string, other: LockHolder): RetrievalError {
  return new RetrievalError({
    what: 'Somebody else is writing to the same place',
    where: place,
    expected: 'one writer at a time',
    found: describeHolder(other),
    fix: `wait for it, or name another place; if it does not run any more, remove ${lock}`,
    kind: 'usage',
  });
}

import { mkdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { RetrievalError } from '../../../errors.js';
import { unwritable } from './download.js';
import { workFolder } from './marks.js';

/**
 * Does a piece of work while no other process does any in the same folder. The lock of a process that was killed is
 * taken over.
 *
 * @throws RetrievalError when another process is at work.
 */
export async function withLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const lock = join(folder, workFolder, 'lock');
  await mkdir(dirname(lock), { recursive: true }).catch((error: unknown) => {
    throw unwritable(dirname(lock), error);
  });
  const owner = `${process.pid} ${hostname()}`;
  for (let attempt = 0; !(await take(lock, owner)); attempt++) {
    const other = await readFile(lock, 'utf8').catch(() => '');
    if (attempt > 1 || isAlive(other)) throw busy(lock, other);
    await rm(lock, { force: true });
  }
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
    // Folders that stayed empty go; the others refuse.
    for (const empty of [dirname(lock), folder]) await rmdir(empty).catch(() => undefined);
  }
}

async function take(lock: string, owner: string): Promise<boolean> {
  try {
    await writeFile(lock, owner, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === 'EEXIST') return false;
    throw error;
  }
}

/** Whether the owner of a lock still runs; of another machine's nothing is known, so that it counts as alive. */
function isAlive(owner: string): boolean {
  const [, pid, host] = /^(\d+) (.*)$/.exec(owner) ?? [];
  if (pid === undefined) return false;
  if (host !== hostname()) return true;
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM';
  }
}

function busy(lock: string, owner: string): RetrievalError {
  return new RetrievalError({
    what: 'Another process is fetching into the same folder',
    where: lock,
    found: `process and machine: ${owner}`,
    fix: 'wait for it; if it does not run any more, remove this file',
  });
}

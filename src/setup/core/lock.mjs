import {
  closeSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Takes a lock file that names this process and resolves to its release. A lock whose process is gone is removed; on
 * a living one `onWait` is called once with its process number and the file is tried again until it is free.
 */
export async function takeLock(path, { onWait = () => {}, signal, interval = 500 } = {}) {
  mkdirSync(dirname(path), { recursive: true });
  let told = false;
  while (!tryLock(path)) {
    const owner = readOwner(path);
    if (owner === undefined) continue;
    if (!isAlive(owner)) {
      removeStale(path, owner);
      continue;
    }
    if (!told) onWait(owner.pid);
    told = true;
    await sleep(interval, undefined, { signal });
  }
  return () => rmSync(path, { force: true });
}

function tryLock(path) {
  // The owner is written to a file of its own first: a lock never exists without its content.
  const own = `${path}.${process.pid}`;
  const file = openSync(own, 'w');
  writeSync(file, JSON.stringify({ pid: process.pid, started: startOf(process.pid) }));
  closeSync(file);
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

function readOwner(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    return { pid: 0 };
  }
}

/** Whether a process runs that was started then. */
export function isAlive({ pid, started }) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code === 'ESRCH') return false;
  }
  // Process numbers are used again, above all in containers: the start time tells the two apart.
  return started === undefined || started === startOf(pid);
}

/** Start time of a process in clock ticks since boot, with the boot's name; undefined where /proc is missing. */
export function startOf(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ');
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${fields[19]}`;
  } catch {
    return undefined;
  }
}

/** Moves the lock aside before removing it: of two waiters only one can, and a fresh lock is put back. */
function removeStale(path, stale) {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  const moved = readOwner(aside);
  if (moved && moved.pid !== stale.pid) {
    try {
      linkSync(aside, path);
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
  }
  rmSync(aside, { force: true });
}

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, startOf } from './lock.mjs';
import { workspace } from './paths.mjs';

/** Where the programs that the set-up has started are written down while they run. */
export const childrenFolder = join(workspace.state, 'children');

/** Writes a started program down, so that it can be ended when this process is killed. Returns how to cross it out. */
export function noteChild(pid, folder = childrenFolder) {
  const file = join(folder, `${pid}.json`);
  const parent = { pid: process.pid, started: startOf(process.pid) };
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, JSON.stringify({ pid, started: startOf(pid), parent }));
  } catch {
    // Where nothing can be written, nothing is made that a program could spoil.
  }
  return () => rmSync(file, { force: true });
}

/** Ends the programs that a killed process has left running, each with its group; resolves to their numbers. */
export function endLeftChildren(folder = childrenFolder) {
  return readNames(folder).flatMap((name) => {
    const file = join(folder, name);
    const child = readChild(file);
    if (child?.parent && isAlive(child.parent)) return [];
    rmSync(file, { force: true });
    return child && isAlive(child) && endGroup(child.pid) ? [child.pid] : [];
  });
}

/** Ends a program and all that it has started; returns whether it was there. */
export function endGroup(pid) {
  try {
    if (process.platform === 'win32') process.kill(pid);
    else process.kill(-pid, 'SIGKILL');
    return true;
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
    return false;
  }
}

function readNames(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function readChild(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileSystemError } from './fileSystemError.js';

/** Milliseconds after which the folder of a process that can not be seen counts as left: its machine may be another. */
const abandonedAfter = 60_000;
const cleaned = new Set<string>();

/**
 * Makes a folder for a moment among the system's temporary ones, `PURPOSE-PID-...`; the caller removes it. What processes
 * that were killed left there for the same purpose is removed, once in a process.
 *
 * @throws RetrievalError that says what keeps the folder from being made.
 */
export function temporaryFolder(purpose: string): string {
  if (cleaned.size < cleaned.add(purpose).size) removeLeft(purpose);
  try {
    return mkdtempSync(join(tmpdir(), `${purpose}-${process.pid}-`));
  } catch (error) {
    throw fileSystemError(error);
  }
}

function removeLeft(purpose: string): void {
  const own = new RegExp(`^${purpose}-(\\d+)-\\w+$`);
  try {
    for (const name of readdirSync(tmpdir())) {
      const pid = own.exec(name)?.[1];
      if (pid === undefined || isRunning(Number(pid))) continue;
      const folder = join(tmpdir(), name);
      const { mtimeMs } = statSync(folder);
      if (Date.now() - mtimeMs > abandonedAfter) rmSync(folder, { recursive: true, force: true });
    }
  } catch {
    // Of another user, or gone meanwhile.
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

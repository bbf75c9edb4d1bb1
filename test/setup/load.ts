import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** The address of a module of the set-up. */
export const setupModule = (path: string): string => new URL(`../../src/setup/${path}`, import.meta.url).href;

/** A module of the set-up, which is plain JavaScript, with the types that the test expects of it. */
export async function load<T>(path: string): Promise<T> {
  return (await import(setupModule(path))) as T;
}

const run = fileURLToPath(new URL('../../src/setup/run.mjs', import.meta.url));

/** Runs a command of the set-up in a process of its own. */
export const start = (...args: string[]) => spawnSync(process.execPath, [run, ...args], { encoding: 'utf8' });

/** A folder that goes away with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'setup-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

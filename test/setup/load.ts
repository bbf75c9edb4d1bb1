import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A module of the set-up, which is plain JavaScript, with the types that the test expects of it. */
export async function load<T>(path: string): Promise<T> {
  return (await import(new URL(`../../src/setup/${path}`, import.meta.url).href)) as T;
}

/** A folder that goes away with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'setup-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../src/base/files/temporaryFolder.js';

test('what a killed process left goes, what is used or new stays', () => {
  const purpose = `asymmetric-test${process.pid}`;
  const gone = spawnSync(process.execPath, ['-e', '']).pid;
  const long = new Date(Date.now() - 3_600_000);
  const folder = (pid: number, name: string, old: boolean): string => {
    const path = join(tmpdir(), `${purpose}-${pid}-${name}`);
    mkdirSync(path);
    if (old) utimesSync(path, long, long);
    return path;
  };
  const left = folder(gone, 'left', true);
  const kept = [folder(gone, 'fresh', false), folder(process.ppid, 'used', true)];
  const made = temporaryFolder(purpose);
  const again = temporaryFolder(purpose);
  try {
    expect(existsSync(left)).toBe(false);
    expect([...kept, made, again].every((path) => existsSync(path))).toBe(true);
    expect(made).not.toBe(again);
  } finally {
    for (const path of [left, ...kept, made, again]) rmSync(path, { recursive: true, force: true });
  }
});

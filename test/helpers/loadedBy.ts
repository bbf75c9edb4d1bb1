import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { packagePath } from '../../src/base/files/packagePath.js';

/** What a call of Node in the package's folder loads: the packages, and how many files of the library. */
export function loadedBy(words: string[]): { packages: string[]; ownFiles: number } {
  const into = mkdtempSync(join(tmpdir(), 'loaded-'));
  try {
    const env = { ...process.env, NODE_V8_COVERAGE: into };
    const { status, stderr } = spawnSync(process.execPath, words, {
      cwd: packagePath(),
      env,
      encoding: 'utf8',
    });
    expect(status, stderr).toBe(0);
    const files = readdirSync(into).flatMap((name) => scriptsIn(join(into, name)));
    const inPackages = files.flatMap((path) => path.split(`${sep}node_modules${sep}`).slice(1).slice(-1));
    return {
      packages: [...new Set(inPackages.map(nameOf))].sort(),
      ownFiles: files.length - inPackages.length,
    };
  } finally {
    rmSync(into, { recursive: true });
  }
}

/** The files in a record of V8's coverage, which tells of every script that was run. */
function scriptsIn(record: string): string[] {
  const { result } = JSON.parse(readFileSync(record, 'utf8')) as { result: { url: string }[] };
  return result.filter(({ url }) => url.startsWith('file:')).map(({ url }) => fileURLToPath(url));
}

/** Of the package of a file, from its path below `node_modules`. */
function nameOf(path: string): string {
  return path
    .split(sep)
    .slice(0, path.startsWith('@') ? 2 : 1)
    .join('/');
}

import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { packagePath } from '../../src/base/files/packagePath.js';
import { whenRun } from '../../src/cli/whenRun.js';
import { temporaryFolder } from '../helpers/temporaryFolder.js';

const file = temporaryFolder();

/** What a call of the program loads: the packages, and how many files of its own. */
function loadedBy(call: string): { packages: string[]; ownFiles: number } {
  const into = file(call.replaceAll(' ', '-'));
  const words = [packagePath('dist', 'cli', 'main.js'), ...call.split(' ')];
  const env = { ...process.env, NODE_V8_COVERAGE: into };
  const { status, stderr } = spawnSync(process.execPath, words, { env, encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  const files = readdirSync(into).flatMap((name) => {
    const { result } = JSON.parse(readFileSync(join(into, name), 'utf8')) as { result: { url: string }[] };
    return result.filter(({ url }) => url.startsWith('file:')).map(({ url }) => fileURLToPath(url));
  });
  const inPackages = files.flatMap((path) => path.split(`${sep}node_modules${sep}`).slice(1, 2));
  const packages = [...new Set(inPackages.map((path) => path.split(sep)[0]))];
  return { packages, ownFiles: files.length - inPackages.length };
}

test.each(['--help', 'train --help', 'data get --help'])('asym %s loads options and names', (call) => {
  const { packages, ownFiles } = loadedBy(call);
  expect(packages).toEqual(['commander']);
  expect(ownFiles).toBeGreaterThan(20);
  expect(ownFiles).toBeLessThan(100);
});

test('a command loads what it does', () => {
  const { packages, ownFiles } = loadedBy('data list');
  expect(packages).toEqual(expect.arrayContaining(['commander', 'hyparquet', 'zod']));
  expect(ownFiles).toBeGreaterThan(100);
});

test('an action is loaded when it runs, with its arguments, and waited for', async () => {
  const calls: string[] = [];
  const action = whenRun(() => {
    calls.push('loaded');
    return Promise.resolve({
      run: async (name: string, { top }: { top: number }) => {
        await Promise.resolve();
        calls.push(`${name} ${top}`);
      },
    });
  });
  expect(calls).toEqual([]);
  await action('search', { top: 3 });
  expect(calls).toEqual(['loaded', 'search 3']);
});

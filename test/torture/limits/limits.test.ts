import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { packagePath } from '../../../src/base/files/packagePath.js';
import { writePhotos } from '../../extraction/toyPhotos.js';
import { tally } from '../amounts.js';

const folder = mkdtempSync(join(tmpdir(), 'limits-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const viteNode = join(import.meta.dirname, '../../../node_modules/vite-node/dist/cli.mjs');
const shell = (command: string, ...words: string[]) =>
  spawnSync('sh', ['-c', command, 'sh', ...words], { encoding: 'utf8', timeout: 120_000 });

const disk = join(folder, 'disk');
mkdirSync(disk);
const mounted = 'mount -t tmpfs -o size=512k tmpfs "$1"';
const canMount = shell(`unshare -rm sh -c '${mounted}' sh "$1"`, disk).status === 0;

test.skipIf(!canMount)(
  `a disk that is full, or nearly, leaves the old state or takes the new one${canMount ? '' : ' (this machine lets nobody mount one)'}`,
  () => {
    const run = `unshare -rm sh -c '${mounted} && exec "$2" "$3" "$4" "$1"' sh "$@"`;
    const { stdout, stderr } = shell(
      run,
      disk,
      process.execPath,
      viteNode,
      join(import.meta.dirname, 'fullDisk.ts'),
    );
    const told = JSON.parse(stdout.trim().split('\n').at(-1) || `["${stderr.slice(0, 500)}"]`) as string[];
    expect(told.filter((outcome) => !/: (written|refused)$/.test(outcome))).toEqual([]);
    expect(told.filter((outcome) => outcome.endsWith('refused')).length).toBeGreaterThan(10);
    tally('limits', 'a full disk', told.length);
  },
  120_000,
);

const asym = join(packagePath(), 'dist', 'cli', 'main.js');

test.each([
  ['files open at once', 'ulimit -n 64'],
  ['bytes of a file', 'ulimit -f 8'],
  ['addresses', 'ulimit -v 1600000'],
])('a limit on %s is kept to, or named', async (_, limit) => {
  const photos = join(folder, 'photos');
  await writePhotos(
    join(photos, 'a'),
    Array.from({ length: 60 }, (): [number, number] => [30, 20]),
  );
  const { status, stdout, stderr } = shell(
    `${limit} && exec "$@"`,
    process.execPath,
    asym,
    'data',
    'check',
    photos,
  );
  expect([0, 1, 2, 3, 4], stderr).toContain(status);
  expect(stdout + stderr).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m);
  if (status !== 0) expect(stdout + stderr).toContain('ulimit');
  tally('limits', limit, 1);
});

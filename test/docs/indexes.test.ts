import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packagePath } from '../../src/base/files/packagePath.js';
import { workspacePath } from '../../src/base/files/workspacePath.js';
import { engines } from '../../src/galleryIndex/engines.js';
import { writeEmbeddingFile } from '../../src/vectors/writeEmbeddingFile.js';
import { clustered } from '../galleryIndex/vectors.js';

const page = readFileSync(workspacePath('INDEXES.md'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'indexes-'));
afterAll(() => rmSync(folder, { recursive: true }));

beforeAll(async () => {
  const names = (count: number, letter: string) => Array.from({ length: count }, (_, n) => `${letter}${n}`);
  const write = (name: string, rows: number, seed: number, letter: string) =>
    writeEmbeddingFile(join(folder, `${name}.npz`), {
      matrix: clustered(rows, seed),
      ids: names(rows, letter),
    });
  await write('vectors', 400, 1, 'old');
  await write('more', 20, 2, 'new');
  await write('queries', 10, 3, 'q');
  await write('reference', 10, 4, 'q');
  const lines = [...names(400, 'old'), ...names(10, 'q')].map(
    (id) => `${id},${Number(/\d+/.exec(id)![0]) % 8}`,
  );
  writeFileSync(join(folder, 'labels.csv'), `id,label\n${lines.join('\n')}\n`);
});

test('the commands of the page run in its order', { timeout: 300_000 }, async () => {
  const commands = [...page.matchAll(/```sh\n([^]*?)```/g)].flatMap(([, block]) => block.trim().split('\n'));
  expect(commands.length).toBeGreaterThan(9);
  const script = commands
    .map((line) =>
      line.replace(/^asym /, `"${process.execPath}" "${packagePath('dist', 'cli', 'main.js')}" `),
    )
    .join(' && echo next && ');
  const env = { ...process.env, ASYMMETRIC_FOLDER: folder };
  const { stdout } = await promisify(execFile)('bash', ['-c', script], { cwd: folder, env });
  const [build, check, search, add, remove, info] = stdout.split('next\n');
  expect(build).toContain('lancedb (ivfPq), 400 vectors of 16 numbers');
  expect(check).toContain('probes=20,refine=10');
  expect(search.split('\n')[1]).toMatch(/^ {4}1 {2} 0\.\d{4} {2}old\d+$/);
  expect([add, remove].join('')).toMatch(/20 vectors added, 420 in all\n[^]*1 vectors removed, 419 left/);
  expect(info).toContain('all as they were written');
});

test('every engine has its row, with the packages at the versions that are tried', () => {
  const { peerDependencies } = JSON.parse(readFileSync(packagePath('package.json'), 'utf8')) as {
    peerDependencies: Record<string, string>;
  };
  const [, which] = /## Which one\n([^]*?)\n## /.exec(page)!;
  const rows = [...which.matchAll(/^\| `(\w+)` +\|/gm)].map(([, kind]) => kind);
  expect(rows.sort()).toEqual(Object.keys(engines).sort());
  const installed = [...page.matchAll(/`npm install ([^`]+)`/g)].flatMap(([, words]) => words.split(' '));
  expect(installed.length).toBe(6);
  for (const word of installed) {
    const [, name, version] = /^(.+)@([\d.]+)$/.exec(word)!;
    expect(peerDependencies[name], word).toBe(version);
  }
});

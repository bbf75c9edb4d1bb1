import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { workspacePath } from '../../src/base/files/workspacePath.js';
import { ownCacheName } from '../../src/datasets/own/ownPictures.js';
import { writeEmbeddingFile } from '../../src/vectors/writeEmbeddingFile.js';
import { writePicture } from '../datasets/pictures.js';

const root = workspacePath();
const page = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');
const section = /\n## Registering from outside\n([\s\S]*?)\n## /.exec(page)![1];
const block = (language: string): string => section.split(`\n\`\`\`${language}\n`)[1].split('\n```')[0];

/** Where packages are found, and out of the way of every other tool. */
const folder = ((): string => {
  const cache = join(root, 'data', 'cache');
  mkdirSync(cache, { recursive: true });
  return mkdtempSync(join(cache, 'registering-'));
})();

/** The words of the call on the page, and what makes it a matter of seconds. */
const call = block('sh')
  .match(/'[^']*'|[^\s']+/g)!
  .map((word) => word.replace(/^'(.*)'$/, '$1'));
const quick = ['--set', 'gallery={"name":"vectors","file":"vectors.npy"}', '--set', 'training.batchSize=4'];
const train = [...call.slice(1), ...quick, '--epochs', '1', '--out', 'model', '--json'];

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

function asym(words: string[]): Promise<Ended> {
  const program = join(root, 'src', 'dist', 'cli', 'main.js');
  return new Promise((resolve) =>
    execFile(process.execPath, [program, ...words], { cwd: folder }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    ),
  );
}

let trained: Ended;
beforeAll(async () => {
  writeFileSync(join(folder, 'garden.mjs'), block('js'));
  for (let n = 0; n < 24; n++)
    await writePicture(join(folder, 'photos', `label${n % 4}`), `p${n}.jpg`, n % 4);
  const data = Float32Array.from({ length: 24 * 3 }, (_, i) => [1, Math.floor(i / 3) % 4, 2][i % 3]);
  const ids = Array.from({ length: 24 }, (_, n) => `label${n % 4}/p${n}.jpg`);
  await writeEmbeddingFile(join(folder, 'vectors.npy'), { matrix: { data, rows: 24, columns: 3 }, ids });
  trained = await asym(train);
}, 120_000);
afterAll(() => {
  const cache = join(root, 'data', 'cache');
  const { record } = JSON.parse(trained.stdout) as Trained;
  const made = [ownCacheName(join(folder, 'photos')), join('runs', `${record.runId}.json`)];
  for (const path of [folder, ...made.map((name) => join(cache, name))]) {
    rmSync(path, { recursive: true, force: true });
  }
});

interface Trained {
  config: { loss: object; query: object };
  record: { runId: string; dataset: string; queryModel: string; loss: string };
}

test('the call on the page starts with the command and loads the plugin', () => {
  expect(call.slice(0, 4)).toEqual(['asym', 'train', '--plugin', 'garden.mjs']);
  expect(section).toContain('`garden.mjs`:\n\n```js\n');
});

test('the plugin on the page gives a run its loss, its query model and its data set', () => {
  expect(trained).toMatchObject({ code: 0 });
  const { config, record } = JSON.parse(trained.stdout) as Trained;
  expect(config.loss).toEqual({ kind: 'cosineHinge', margin: 0.1 });
  expect(config.query).toEqual({ kind: 'twoLayers', channels: 16, size: 32, pooling: 'average' });
  expect(record).toMatchObject({ dataset: 'garden', queryModel: 'twoLayers@32', loss: 'cosineHinge' });
});

test('the trained model can be searched with the plugin', async () => {
  const search = ['search', '--model', 'model', '--queries', 'photos/label0', '--json'];
  const { code, stdout } = await asym(['--plugin', 'garden.mjs', ...search]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/"id": "label\d\/p/);
  const { code: refused, stderr } = await asym(search);
  expect(refused).not.toBe(0);
  expect(stderr).toMatch(/there is no "twoLayers"/);
}, 60_000);

test('a plugin that is not there is wrong usage, before anything else is read', async () => {
  const { code, stderr } = await asym(['train', '--plugin', 'none.mjs', '--epochs', 'many']);
  expect(code).toBe(2);
  expect(stderr).toMatch(/plugin can not be loaded[^]*none\.mjs/);
}, 60_000);

test('without the plugin its names are unknown, all of them', async () => {
  const words = train.filter((word) => word !== '--plugin' && word !== 'garden.mjs');
  const { code, stderr } = await asym(words);
  expect(code).toBe(2);
  expect(stderr).toMatch(/there is no "twoLayers"/);
  expect(stderr).toMatch(/there is no "cosineHinge"/);
}, 60_000);

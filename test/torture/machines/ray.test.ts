import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { workspacePath } from '../../../src/base/files/workspacePath.js';
import { selectBackend } from '../../../src/compute/backend/selectBackend.js';
import { createQueryModel } from '../../../src/models/createQueryModel.js';
import { saveQueryModel } from '../../../src/models/queryModelFiles.js';
import { randomSource } from '../../../src/base/randomSource.js';
import { writePhotos } from '../../extraction/toyPhotos.js';
import { tally, timeLimit } from '../amounts.js';
import { hasRay, outputOf, startAsym, startCluster, why, type Cluster } from './cluster.js';

const root = mkdtempSync(join(tmpdir(), 'ray-'));
let cluster: Cluster | undefined;

beforeAll(async () => {
  if (!hasRay) return;
  cluster = await startCluster(6390);
  await selectBackend();
  const random = randomSource(1, 'model');
  const query = await createQueryModel({ kind: 'smallCnn', size: 64 }, random, { dimension: 64 });
  await saveQueryModel(query, join(root, 'model'));
  query.dispose();
  await writePhotos(
    join(root, 'photos'),
    Array.from({ length: 3000 }, (_, n): [number, number] => [300 + (n % 7), 200]),
  );
}, 300_000);
afterAll(async () => {
  await cluster?.close();
  rmSync(root, { recursive: true });
}, 120_000);

const ended = (words: string[], folder: string): Promise<string> =>
  outputOf(startAsym(words, folder)).then(({ all }) => all);

/** Kills the process of the first shard once it has stored something. */
async function killFirst(log: string): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt++) {
    if (existsSync(log) && readFileSync(log, 'utf8').includes('"chunk":1')) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const found = spawnSync('pgrep', ['-f', `main.js extract .*${root}.*--shard 1/3`], { encoding: 'utf8' });
  const pids = found.stdout
    .trim()
    .split('\n')
    .map(Number)
    .filter((pid) => pid > 0);
  const own = pids.filter((pid) => /^node\b|\/node\b/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8')));
  expect(own.length).toBeGreaterThan(0);
  for (const pid of own) process.kill(pid, 'SIGKILL');
  tally('kills', 'a Ray worker', own.length);
}

test.runIf(hasRay)(
  `an extraction on Ray whose worker is killed makes the bytes of one process${why}`,
  async () => {
    const pictures = join(root, 'photos');
    const words = (out: string) => [
      'extract',
      '--model',
      join(root, 'model'),
      '--pictures',
      pictures,
      '--out',
      join(root, out),
    ];
    await ended(words('one.npy'), root);
    const running = ended([...words('all.npy'), ...cluster!.words, '--shards', '3'], root);
    await killFirst(join(root, 'all.shards', '1-of-3.chunks.jsonl'));
    expect(await running).toContain('1 tried again');
    for (const ending of ['npy', 'ids.txt', 'manifest.json', 'chunks.jsonl'])
      expect(
        readFileSync(join(root, `all.${ending}`)).equals(readFileSync(join(root, `one.${ending}`))),
      ).toBe(true);
  },
  timeLimit,
);

test.runIf(hasRay)(
  `a grid on Ray has the results of one process${why}`,
  async () => {
    const folders = ['grid-one', 'grid-ray'].map((name) => join(root, name)) as [string, string];
    for (const folder of folders) {
      mkdirSync(join(folder, 'data'), { recursive: true });
      symlinkSync(workspacePath('data', 'weights'), join(folder, 'data', 'weights'));
    }
    await ended(['experiments', '--profile', 'smoke'], folders[0]);
    await ended(['experiments', '--profile', 'smoke', ...cluster!.words, '--shards', '2'], folders[1]);
    const numbers = (folder: string): unknown[] =>
      (JSON.parse(readFileSync(join(folder, 'figures', 'smoke', 'results.json'), 'utf8')) as object[]).map(
        (record) =>
          Object.fromEntries(
            Object.entries(record).filter(([name]) => !['trainingSeconds', 'imagesPerSecond'].includes(name)),
          ),
      );
    expect(numbers(folders[1])).toEqual(numbers(folders[0]));
    expect(readdirSync(join(folders[1], 'data', 'cache', 'jobs', 'experiments'))).toHaveLength(2);
  },
  timeLimit,
);

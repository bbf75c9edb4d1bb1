import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseConfig } from '../../src/base/config/parseConfig.js';
import { openDataset } from '../../src/datasets/openDataset.js';
import { findSplit } from '../../src/datasets/findSplit.js';
import { ProblemList } from '../../src/base/problems/problem.js';
import { rankerConfigSchema, type RankerConfigInput } from '../../src/rankers/rankerConfig.js';
import { parseRunConfig } from '../../src/experiments/runConfig.js';
import { checkRankers } from '../../src/rehearsal/checkRankers.js';
import { checkRun } from '../../src/rehearsal/checkRun.js';
import { temporaryFolder } from '../helpers/temporaryFolder.js';
import { toyFolder, writeToyVectors, type ToyFolder } from '../trainedModels/toyModel.js';

const file = temporaryFolder();
let toy: ToyFolder;
beforeAll(async () => {
  toy = await toyFolder({ split: 'heldOut' });
  await writeToyVectors(toy);
});
afterAll(() => toy.remove());

/** What is wrong with rankers for the pictures of a folder. */
async function problemsOf(ranker: RankerConfigInput, folder = toy.photos): Promise<string[]> {
  const dataset = await openDataset(folder);
  const problems = new ProblemList();
  const config = parseConfig(rankerConfigSchema, ranker, 'ranker');
  await checkRankers([config], dataset, findSplit(dataset, 'heldOut'), problems);
  return problems.problems.map(({ where, what, found, fix }) => [where, what, found, fix].join(' | '));
}

test('nothing is wrong with rankers that these pictures can have', async () => {
  expect(await problemsOf({ kind: 'labels' })).toEqual([]);
  expect(await problemsOf({ kind: 'reciprocal', k1: 13, k2: 14 })).toEqual([]);
  const vectors: [{ name: 'vectors'; file: string }] = [
    { name: 'vectors', file: join(toy.folder, 'vectors.npy') },
  ];
  expect(await problemsOf({ kind: 'cosine', vectors })).toEqual([]);
});

test('labels that nobody shares, within a fusion too', async () => {
  const problems = await problemsOf(
    { kind: 'fusion', of: [{ kind: 'cosine' }, { kind: 'labels' }] },
    join(toy.photos, 'a'),
  );
  expect(problems).toEqual([
    expect.stringMatching(/^ranker labels: labels \| No two pictures share a label/),
  ]);
});

test.each<[RankerConfigInput, string]>([
  [{ kind: 'reciprocal', k1: 14 }, 'ranker reciprocal: k1'],
  [{ kind: 'reciprocal', k1: 3, k2: 15 }, 'ranker reciprocal: k2'],
  [{ kind: 'queryExpansion', neighbours: 14 }, 'ranker queryExpansion: neighbours'],
  [{ kind: 'diffusion', neighbours: 14 }, 'ranker diffusion: neighbours'],
])('more neighbours than pictures: %j', async (ranker, where) => {
  expect(await problemsOf(ranker)).toEqual([expect.stringContaining(where)]);
});

test('files that are not of these pictures, or are not there', async () => {
  const lists = file('lists.jsonl', '{"id":"nobody.jpg","list":[]}\n');
  const [unknown] = await problemsOf({ kind: 'file', file: lists });
  expect(unknown).toMatch(/Unknown picture[^]*"nobody\.jpg"[^]*A picture has no list[^]*such as "a\//);
  expect(await problemsOf({ kind: 'file', file: 'none.jsonl' })).toEqual([
    expect.stringMatching(/none\.jsonl \| .*not there/),
  ]);
  const [vectors] = await problemsOf({ kind: 'cosine', vectors: [{ name: 'vectors', file: 'none.npy' }] });
  expect(vectors).toMatch(/none\.npy/);
});

test('a run is refused for them before anything is embedded', async () => {
  const loss = (ranker: RankerConfigInput) => ({
    kind: 'rankDistribution' as const,
    neighbours: { from: 'ranker' as const, count: 5, ranker },
  });
  const run = (ranker: RankerConfigInput) => checkRun(parseRunConfig({ ...toy.config, loss: loss(ranker) }));
  await expect(run({ kind: 'reciprocal' })).rejects.toThrow(
    /too few[^]*ranker reciprocal: k1[^]*from 1 to 13/,
  );
  await expect(run({ kind: 'file', file: 'none.jsonl' })).rejects.toThrow(/not there[^]*none\.jsonl/);
  await expect(run({ kind: 'labels' })).resolves.toBeDefined();
  const both = parseRunConfig({ ...toy.config, anchors: 'both', loss: loss({ kind: 'cosine' }) });
  await expect(checkRun(both)).rejects.toThrow(/own pictures cannot train[^]*leave `anchors` out/);
});

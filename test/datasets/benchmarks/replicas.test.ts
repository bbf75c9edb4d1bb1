import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { selectBackend } from '../../../src/compute/backend/selectBackend.js';
import { benchmarkNames, type BenchmarkName } from '../../../src/datasets/benchmarks/names.js';
import { createReplica } from '../../../src/datasets/benchmarks/replicas/createReplica.js';
import { readReplicaNote } from '../../../src/datasets/benchmarks/publishedCounts.js';
import type { BenchmarkDataset } from '../../../src/datasets/benchmarks/types.js';
import { walkFiles } from '../../../src/datasets/benchmarks/download/walk.js';
import { findSplit } from '../../../src/datasets/findSplit.js';
import { sha256OfFile } from '../../../src/base/files/sha256.js';
import { evaluateProtocol } from '../../../src/retrieval/protocols/evaluateProtocol.js';
import type { ProtocolName } from '../../../src/datasets/groundTruth/protocolNames.js';
import { colours, foundFirst, replicaFolder, sizes } from './replicaFolder.js';

const { base, open, remove, replica, shared } = replicaFolder();
beforeAll(() => selectBackend());
afterAll(remove);

/** The owner's protocol on mean colours. */
async function score(dataset: BenchmarkDataset, protocol: ProtocolName, split = 'official') {
  const { queries, gallery } = dataset.splits[split];
  const { setups, ...report } = await evaluateProtocol({
    protocol,
    groundTruth: dataset.groundTruths[split],
    queries: await colours(dataset, queries),
    gallery: await colours(dataset, gallery),
  });
  const scores = setups.map(({ name, queries: counted, excludedQueries, measures }) => ({
    name,
    counted: counted.length - excludedQueries,
    first: measures[0].estimate.mean,
  }));
  return { ...report, scores };
}

describe('replicas open with the sizes that their lists have', () => {
  const expected: Record<BenchmarkName, string[]> = {
    roxford5k: ['23 1', 'official 0 5 18'],
    rparis6k: ['23 1', 'official 0 5 18'],
    revisitop1m: ['12 1', 'official 0 0 12'],
    'google-landmarks-v2': ['55 12', 'official 40 4 9', 'validation 30 10 10'],
    sfm120k: ['52 11', 'official 40 3 12'],
    'in-shop': ['54 14', 'official 40 6 8', 'validation 32 8 8'],
    'stanford-online-products': ['52 14', 'official 40 12 12', 'validation 32 8 8'],
    'cub-200-2011': ['60 12', 'unseen-classes 30 30 30', 'official 36 24 24', 'validation 20 10 10'],
  };
  test.each(benchmarkNames)('%s', async (name) => {
    const dataset = await open(name, await shared(name));
    expect(sizes(dataset)).toEqual(expected[name]);
    expect(dataset.name).toBe(name);
    for (const { fit, queries, gallery } of Object.values(dataset.splits)) {
      const searched = new Set([...queries, ...gallery]);
      expect(Array.from(fit).filter((row) => searched.has(row))).toEqual([]);
    }
  });
});

describe('pictures of one thing are found by their colours, so rows, paths and labels belong together', () => {
  test.each([
    ['sfm120k', 'official', 3],
    ['in-shop', 'official', 6],
    ['in-shop', 'validation', 8],
    ['stanford-online-products', 'official', 12],
    ['cub-200-2011', 'unseen-classes', 30],
    ['cub-200-2011', 'official', 24],
    ['google-landmarks-v2', 'validation', 10],
  ] as const)('%s %s', async (name, split, queries) => {
    const dataset = await open(name, await shared(name));
    expect(dataset.splits[split].queries.length).toBe(queries);
    expect(await foundFirst(dataset, split)).toBe(queries);
  });

  test.each(['in-shop', 'stanford-online-products', 'cub-200-2011'] as const)(
    '%s by the protocol of its owner',
    async (name) => {
      const dataset = await open(name, await shared(name));
      const { scores } = await score(dataset, name);
      expect(scores.map(({ counted }) => counted)).toEqual([dataset.splits.official.queries.length]);
      expect(scores[0].first).toBeCloseTo(1, 3);
    },
  );

  test('google-landmarks-v2: public and private queries alone, their landmarks by the solution', async () => {
    const dataset = await open('google-landmarks-v2', await shared('google-landmarks-v2'));
    const { scores, galleryCount } = await score(dataset, 'google-landmarks-v2');
    expect(galleryCount).toBe(9);
    expect(scores.map(({ name, counted }) => [name, counted])).toEqual([
      ['public', 2],
      ['private', 2],
    ]);
    for (const { first } of scores) expect(first).toBeCloseTo(1, 5);
    expect(dataset.records.filter(({ split }) => split === 'test')).toHaveLength(6);
  });
});

describe.each(['roxford5k', 'rparis6k'] as const)('%s', (name) => {
  test('cropped queries find their landmark in every setup; uncropped ones do not', async () => {
    const dataset = await open(name, await shared(name));
    const { scores } = await score(dataset, name);
    expect(scores.map(({ name: setup, counted }) => [setup, counted])).toEqual([
      ['easy', 4],
      ['medium', 4],
      ['hard', 3],
    ]);
    for (const { first } of scores) expect(first).toBeCloseTo(1, 5);
    const uncropped: BenchmarkDataset = await open(name, await shared(name), {
      cacheFolder: join(base, `uncropped-${name}`),
    });
    for (const row of uncropped.splits.official.queries)
      Object.assign(uncropped.records[row], { box: undefined });
    const { scores: worse } = await score(uncropped, name);
    expect(worse[1].first).toBeLessThan(0.7);
  });

  test('queries are records outside the gallery, with the boxes of the ground truth', async () => {
    const dataset = await open(name, await shared(name));
    const { queries, gallery } = dataset.splits.official;
    const truth = dataset.groundTruths.official;
    expect(Array.from(queries, (row) => dataset.records[row].id)).toEqual(truth.queryIds);
    expect(Array.from(gallery, (row) => dataset.records[row].id)).toEqual(truth.galleryIds);
    expect(Array.from(queries, (row) => dataset.records[row].box![0])).toEqual([7.5, 8.5, 9.5, 10.5, 11.5]);
    expect(Array.from(gallery, (row) => dataset.records[row].box)).toEqual(Array(18).fill(undefined));
  });

  test('distractors join behind the gallery and are wrong for every query', async () => {
    const options = { distractors: await shared('revisitop1m') };
    const dataset = await open(name, await shared(name), options);
    expect(sizes(dataset)).toEqual(['35 1', 'official 0 5 18', 'with-distractors 0 5 30']);
    expect(dataset.name).toBe(`${name}+revisitop1m`);
    const last = dataset.records[dataset.splits['with-distractors'].gallery[29]];
    expect(last.split).toBe('distractors');
    expect(last.path).toMatch(/jpg\/1\/[0-9a-f]{8}\.jpg$/);
    const report = await score(dataset, name, 'with-distractors');
    expect([report.galleryCount, report.distractorCount]).toEqual([18, 12]);
    const alone = await score(dataset, name);
    expect(report.scores[1].first).toBeLessThanOrEqual(alone.scores[1].first);
  });

  test('training and labels are refused', async () => {
    const dataset = await open(name, await shared(name));
    expect(() => findSplit(dataset, 'official')).toThrow(/Labels do not say[^]*asym evaluate/);
  });
});

describe('a replica', () => {
  const contents = async (folder: string) => {
    const hashes: string[] = [];
    for await (const { path } of walkFiles(folder))
      hashes.push(`${path} ${await sha256OfFile(join(folder, path))}`);
    return hashes;
  };

  test('is the same for equal seeds and another for others', async () => {
    const [first, again, other] = await Promise.all(
      [3, 3, 4].map(async (seed) => contents(await replica('in-shop', seed))),
    );
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });

  test('says that it is one, is written again, and never into other files', async () => {
    const folder = await replica('in-shop', 7);
    expect(readReplicaNote(folder)).toEqual({
      replicaOf: 'in-shop',
      seed: 7,
      counts: { train: 40, query: 6, gallery: 8 },
    });
    const list = join(folder, 'Eval', 'list_eval_partition.txt');
    const before = readFileSync(list, 'utf8');
    rmSync(list);
    await createReplica('in-shop', folder, { seed: 7 });
    expect(readFileSync(list, 'utf8')).toBe(before);
    await expect(createReplica('sfm120k', folder)).rejects.toThrow(/something else[^]*a replica of in-shop/);
    writeFileSync(join(folder, 'replica.json'), '{');
    await expect(createReplica('in-shop', folder)).rejects.toThrow(/no JSON/);
    rmSync(join(folder, 'replica.json'));
    await expect(createReplica('in-shop', folder)).rejects.toThrow(/something else[^]*other files/);
  });
});

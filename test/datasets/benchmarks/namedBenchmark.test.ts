import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createReplica } from '../../../src/datasets/benchmarks/replicas/createReplica.js';
import { openNamedBenchmark } from '../../../src/datasets/benchmarks/namedBenchmark.js';
import { openDataset } from '../../../src/datasets/openDataset.js';
import { replicaFolder, sizes } from './replicaFolder.js';

const { base, remove, cacheFolder } = replicaFolder();
afterAll(remove);

describe('benchmarks by name', () => {
  const all = join(base, 'all');
  beforeAll(async () => {
    process.env.ASYMMETRIC_BENCHMARKS = all;
    for (const name of ['roxford5k', 'revisitop1m', 'google-landmarks-v2'] as const) {
      await createReplica(name, join(all, name));
    }
  });
  afterAll(() => void delete process.env.ASYMMETRIC_BENCHMARKS);

  test('experiments open them as data sets', async () => {
    const dataset = await openDataset('google-landmarks-v2:train');
    expect(Object.keys(dataset.splits)).toEqual(['validation']);
    expect(new Set(dataset.records.map(({ split }) => split))).toEqual(new Set(['train']));
    await expect(openDataset('in-shop')).rejects.toThrow(/npx asym data get in-shop[^]*--from FOLDER/);
  });

  test('with distractors and parts', async () => {
    const joined = await openNamedBenchmark('roxford5k+revisitop1m', { cacheFolder });
    expect(joined.splits['with-distractors'].gallery).toHaveLength(30);
    const searched = await openNamedBenchmark('google-landmarks-v2:index,test', { cacheFolder });
    expect(sizes(searched)).toEqual(['15 4', 'official 0 4 9']);
    for (const wrong of ['in-shop+revisitop1m', 'roxford5k+', 'google-landmarks-v2:val', 'in-shop:train']) {
      expect(() => openNamedBenchmark(wrong)).toThrow(/no such form/);
    }
  });
});

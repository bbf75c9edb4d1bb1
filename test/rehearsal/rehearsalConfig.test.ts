import { describe, expect, test } from 'vitest';
import { parseRunConfig } from '../../src/experiments/runConfig.js';
import { rehearsalConfig } from '../../src/rehearsal/rehearsalConfig.js';
import { names, published } from './recipes.js';

describe('the published configurations', () => {
  test.each(names)('%s is valid, and its rehearsal is small', async (name) => {
    const { config, changes } = rehearsalConfig(await published(name));
    expect(parseRunConfig(config)).toEqual(config);
    expect(config.training.epochs).toBe(1);
    expect(JSON.stringify(config)).not.toContain('data/weights');
    expect(changes.length).toBeGreaterThan(3);
  });
});

test('the lists of a file have a stand-in, and it is said', () => {
  const { config, changes } = rehearsalConfig(
    parseRunConfig({
      dataset: 'photos',
      split: 'heldOut',
      gallery: { name: 'vectors', file: 'v.npy' },
      query: { kind: 'smallCnn' },
      loss: {
        kind: 'rankDistribution',
        neighbours: { from: 'ranker', count: 100, ranker: { kind: 'file', file: 'lists.jsonl' } },
      },
    }),
  );
  expect(config.loss).toMatchObject({ neighbours: { count: 8, ranker: { kind: 'cosine' } } });
  expect(changes.at(-1)).toMatch(/^rankers: .*cosine for lists of files/);
});

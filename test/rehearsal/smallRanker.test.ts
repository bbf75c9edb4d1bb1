import { expect, test } from 'vitest';
import { parseConfig } from '../../src/base/config/parseConfig.js';
import { rankerConfigSchema, type RankerConfigInput } from '../../src/rankers/rankerConfig.js';
import { smallRanker } from '../../src/rehearsal/smallRanker.js';

const other = { name: 'mobileNetV2', size: 64, pooling: 'gem' } as const;
const small = (ranker: RankerConfigInput) =>
  smallRanker(parseConfig(rankerConfigSchema, ranker, 'ranker'), { most: 8, vectors: other });

test('neighbours are few, and stay where they are fewer', () => {
  expect(small({ kind: 'reciprocal' })).toMatchObject({ k1: 8, k2: 6, lambda: 0.3 });
  expect(small({ kind: 'diffusion' })).toMatchObject({ neighbours: 8, within: 1000 });
  expect(small({ kind: 'queryExpansion', neighbours: 3 })).toMatchObject({ neighbours: 3 });
  expect(small({ kind: 'labels' })).toEqual({ kind: 'labels' });
});

test('nothing of the user’s own is needed', () => {
  const vectors = [
    { name: 'gallery' },
    { name: 'queryFeatures' },
    { name: 'vectors', file: 'v.npy' },
  ] as const;
  expect(small({ kind: 'cosine', vectors: [...vectors], treatment: 'whitened' })).toEqual({
    kind: 'cosine',
    vectors: [{ name: 'gallery' }, { name: 'queryFeatures' }, other],
    treatment: 'whitened',
  });
  const of: RankerConfigInput[] = [{ kind: 'file', file: 'lists.jsonl' }, { kind: 'reciprocal' }];
  expect(small({ kind: 'fusion', of, by: 'order' })).toMatchObject({
    of: [{ kind: 'cosine' }, { kind: 'reciprocal', k1: 8 }],
    by: 'order',
  });
});

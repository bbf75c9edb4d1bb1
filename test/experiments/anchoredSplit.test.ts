import { expect, test } from 'vitest';
import type { RetrievalSplit } from '../../src/datasets/types.js';
import { anchoredName, anchoredSplit } from '../../src/experiments/anchoredSplit.js';
import { parseRunConfig, type RunConfigInput } from '../../src/experiments/runConfig.js';

const split: RetrievalSplit = {
  name: 'unseen',
  fit: Int32Array.of(0, 1, 2),
  queries: Int32Array.of(3, 4),
  gallery: Int32Array.of(4, 5, 6, 2),
  choosing: Int32Array.of(6),
  excludeSelf: true,
  description: '',
};

test('the gallery’s own pictures train under a name of their own, queries and choosing pictures never', () => {
  expect(anchoredSplit(split)).toBe(split);
  expect(anchoredSplit(split, 'training')).toBe(split);
  const own = anchoredSplit(split, 'gallery');
  expect([...own.fit]).toEqual([5]);
  const both = anchoredSplit(split, 'both');
  expect([...both.fit]).toEqual([0, 1, 2, 5]);
  expect(new Set([split.name, own.name, both.name]).size).toBe(3);
  expect(both.name).toBe(anchoredName('unseen', 'both'));
  expect([both.queries, both.gallery]).toEqual([split.queries, split.gallery]);
});

test('a gallery that consists of the queries is refused', () => {
  expect(() => anchoredSplit({ ...split, gallery: split.queries }, 'both')).toThrow(/none among the 2/);
});

test('losses, rankers and treatments that read labels or statistics do not go with such anchors', () => {
  const config = (change: Partial<RunConfigInput>): RunConfigInput => ({
    dataset: 'emoji',
    split: 'unseen',
    gallery: { name: 'efficientNetLite2' },
    query: { kind: 'head' },
    loss: { kind: 'featureRegression' },
    anchors: 'both',
    ...change,
  });
  expect(parseRunConfig(config({})).anchors).toBe('both');
  expect(() => parseRunConfig(config({ loss: { kind: 'compatibleClassification' } }))).toThrow(
    /needs no labels/,
  );
  const oracle = { kind: 'fusion', of: [{ kind: 'cosine' }, { kind: 'labels' }] } as const;
  const neighbours = { from: 'ranker', count: 8, ranker: oracle } as const;
  expect(() => parseRunConfig(config({ loss: { kind: 'rankDistribution', neighbours } }))).toThrow(
    /needs no labels/,
  );
  expect(() => parseRunConfig(config({ galleryTreatment: 'lda' }))).toThrow(/expected raw/);
});

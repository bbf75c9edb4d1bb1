import { describe, expect, test } from 'vitest';
import type { Dataset } from '../../../src/datasets/types.js';
import { chooseExamples } from '../../../src/study/figures/chooseExamples.js';
import { gridExamples } from '../../../src/study/figures/gridExamples.js';
import { syntheticRun } from '../syntheticRun.js';

const names = Array.from({ length: 24 }, (_, n) => `${String.fromCharCode(97 + n)}/1`);
const labelOf = (id: string): string => id.split('/')[0];
/** Every query model finds all but for the named ones. */
const examples = (lost: string[] = []) =>
  names.map((query) => ({
    query,
    galleryModel: [query, query],
    queryModel: lost.includes(query) ? ['z/1', query] : [query, query],
  }));
const queriesOf = (chosen: { query: string }[]): string[] => chosen.map(({ query }) => query);

describe('the choice of examples', () => {
  test('a sample depends on the seed, not on what is found', () => {
    const sample = (lost: string[], seed?: number) =>
      queriesOf(chooseExamples(examples(lost), labelOf, 4, { seed }));
    expect(new Set(sample([])).size).toBe(4);
    expect(sample([])).toEqual(sample(['a/1', 'b/1', 'c/1']));
    expect(sample([], 0)).toEqual(sample([]));
    expect(sample([], 1)).not.toEqual(sample([], 2));
  });

  test('over many seeds every query is drawn about equally often', () => {
    const counts = new Map(names.map((name) => [name, 0]));
    for (let seed = 0; seed < 1200; seed++) {
      const [{ query }] = chooseExamples(examples(), labelOf, 1, { seed });
      counts.set(query, counts.get(query)! + 1);
    }
    for (const count of counts.values()) expect(count).toBeGreaterThan(20);
    for (const count of counts.values()) expect(count).toBeLessThan(90);
  });

  test('failures are where the query model loses most, never where it only loses what the gallery model has not', () => {
    const chosen = chooseExamples(examples(['c/1', 'k/1']), labelOf, 2, { choose: 'failures' });
    expect(queriesOf(chosen)).toEqual(['c/1', 'k/1']);
    const both = { query: 'a/1', galleryModel: ['z/1'], queryModel: ['z/1'] };
    expect(queriesOf(chooseExamples([both, ...examples(['b/1'])], labelOf, 1, { choose: 'failures' }))).toEqual([
      'b/1',
    ]);
  });

  test('there are no more than the run has', () => {
    expect(chooseExamples(examples(), labelOf, 99)).toHaveLength(names.length);
  });
});

test('the pictures of a grid come with their labels and with how they were chosen', async () => {
  const records = [...names, 'z/1'].map((id) => ({ id, label: labelOf(id) }));
  const pixels = (rows: number[], { size }: { size: number }) =>
    Promise.resolve(new Uint8Array(rows.length * size * size * 3));
  const dataset = { records, pixels } as unknown as Dataset;
  const run = syntheticRun('regression', 0);
  const shown = { ...run, manifest: { ...run.manifest, examples: examples(['c/1']) } };
  const [failure] = await gridExamples(dataset, shown, 1, { choose: 'failures' });
  expect(failure).toMatchObject({ label: 'c', chosen: 'chosen because the query model loses most there' });
  expect(failure.queryModel.map(({ relevance }) => relevance)).toEqual(['negative', 'positive']);
  const sample = await gridExamples(dataset, shown, 3, { seed: 5 });
  expect(sample.map(({ chosen }) => chosen)).toEqual(Array(3).fill('drawn by lot (seed 5)'));
});

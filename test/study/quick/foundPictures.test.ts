import { expect, test } from 'vitest';
import { chosenQueries } from '../../../src/study/quick/foundPictures.js';
import { syntheticRun } from '../syntheticRun.js';

const queries = ['a/1', 'b/1', 'c/1', 'd/1', 'e/1'];
const labelOf = (id: string): string => id.split('/')[0];
const withExamples = (lost: string, names: string[]) => {
  const run = syntheticRun('regression', 0);
  const examples = names.map((query) => ({
    query,
    galleryModel: [query, query],
    queryModel: query === lost ? ['x/1', 'x/2'] : [query, query],
  }));
  return { ...run, manifest: { ...run.manifest, examples } };
};

test('queries are drawn by a fixed seed, and the worst of the others closes', () => {
  const drawn = chosenQueries([withExamples('', queries)], labelOf, 2);
  expect(chosenQueries([withExamples('', queries)], labelOf, 2)).toEqual(drawn);
  const lost = queries.find((query) => !drawn.slice(0, 2).some((one) => one.query === query))!;
  const chosen = chosenQueries([withExamples('', queries), withExamples(lost, queries)], labelOf, 2);
  expect(chosen.slice(0, 2)).toEqual(drawn.slice(0, 2));
  expect(chosen[2].query).toBe(lost);
  expect(new Set(chosen.map(({ query }) => query)).size).toBe(3);
  expect(chosen.map(({ why }) => why)).toEqual([
    'drawn by lot (seed 0)',
    'drawn by lot (seed 0)',
    'chosen because Feature regression loses most there',
  ]);
});

test('only queries that every run has an example of are shown', () => {
  const chosen = chosenQueries([withExamples('', queries), withExamples('', ['b/1', 'c/1'])], labelOf, 5);
  expect(chosen.map(({ query }) => query).sort()).toEqual(['b/1', 'c/1']);
});

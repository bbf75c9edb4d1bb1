import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluateProtocol } from '../../src/retrieval/protocols/evaluateProtocol.js';
import type { ProtocolInput, ProtocolReport } from '../../src/retrieval/protocols/types.js';
import type { GoogleLandmarksGroundTruth } from '../../src/datasets/groundTruth/types.js';
import { fromScores, identityTruth, revisitedTruth } from './protocols/scores.js';
import {
  slowIdentity,
  slowLandmarks,
  slowMeans,
  slowRevisited,
  type SlowScores,
} from './protocols/slowTwins.js';

const bootstrap = { resamples: 1 };
const evaluate = (input: ProtocolInput) => evaluateProtocol({ bootstrap, ...input });
const settings = { numRuns: 60, seed: 5 };

/** Similarities on a coarse grid, so that ties are common; none is zero. */
const similarity = fc.integer({ min: 1, max: 12 }).map((value) => value / 16);
type Label = 'easy' | 'hard' | 'junk' | 'wrong';
const label = fc.constantFrom<Label[]>('easy', 'hard', 'junk', 'wrong');

interface Labelled {
  scores: number[][];
  labels: Label[][];
}
const labelled: fc.Arbitrary<Labelled> = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 2, max: 25 }))
  .chain(([queries, rows]) => {
    const table = <T>(cell: fc.Arbitrary<T>) =>
      fc.array(fc.array(cell, { minLength: rows, maxLength: rows }), {
        minLength: queries,
        maxLength: queries,
      });
    return fc.record({ scores: table(similarity), labels: table(label) });
  })
  .filter(({ labels }) => labels.flat().some((one) => one === 'easy' || one === 'hard'));

const rowsOf = (labels: Label[], ...wanted: Label[]) =>
  labels.flatMap((one, row) => (wanted.includes(one) ? [row] : []));
const truthOf = (labels: Label[][]) =>
  revisitedTruth(
    labels[0].length,
    labels.map((list) => ({
      easy: rowsOf(list, 'easy'),
      hard: rowsOf(list, 'hard'),
      junk: rowsOf(list, 'junk'),
    })),
  );
const evaluateLabelled = ({ scores, labels }: Labelled, options: Partial<ProtocolInput> = {}) =>
  evaluate({ protocol: 'roxford5k', groundTruth: truthOf(labels), ...fromScores(scores), ...options });

function expectMeans(report: ProtocolReport, setup: string, expected: SlowScores | undefined): void {
  const found = report.setups.find(({ name }) => name === setup)!;
  const means = Object.fromEntries(found.measures.map(({ name, estimate }) => [name, estimate.mean]));
  expect(Object.keys(means)).toEqual(Object.keys(expected ?? {}));
  for (const [name, mean] of Object.entries(expected ?? {})) expect(means[name]).toBeCloseTo(mean, 10);
}
const numbersOf = ({ setups }: ProtocolReport) =>
  setups.map(({ excludedQueries, measures }) => [
    excludedQueries,
    measures.map(({ perQuery }) => [...perQuery]),
  ]);

describe('the protocols equal their slow twins', () => {
  test.each([2 ** 29, 1])('revisited, with %i bytes of similarities held', async (heldBytes) => {
    await fc.assert(
      fc.asyncProperty(labelled, async ({ scores, labels }) => {
        const report = await evaluateLabelled(
          { scores, labels },
          { heldBytes, rowsPerBlock: 4, queriesPerBlock: 3 },
        );
        const setups: [string, Label[], Label[]][] = [
          ['easy', ['easy'], ['junk', 'hard']],
          ['medium', ['easy', 'hard'], ['junk']],
          ['hard', ['hard'], ['junk', 'easy']],
        ];
        for (const [name, positives, junk] of setups) {
          const perQuery = scores.map((list, q) =>
            slowRevisited(list, rowsOf(labels[q], ...positives), rowsOf(labels[q], ...junk)),
          );
          expectMeans(report, name, slowMeans(perQuery));
        }
      }),
      settings,
    );
  });

  test('Google Landmarks v2, with lists longer than a hundred', async () => {
    const query = fc.record({
      scores: fc.array(fc.integer({ min: 1, max: 4000 }), { minLength: 130, maxLength: 130 }),
      positives: fc.uniqueArray(fc.nat(129), { minLength: 1, maxLength: 120 }),
      usage: fc.constantFrom('public' as const, 'private' as const),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(query, { minLength: 1, maxLength: 4 }), async (queries) => {
        const scores = queries.map((one) => one.scores.map((score) => score / 4096));
        const groundTruth: GoogleLandmarksGroundTruth = {
          kind: 'google-landmarks',
          galleryIds: scores[0].map((_, row) => `g${row}`),
          queryIds: queries.map((_, q) => `q${q}`),
          usages: queries.map(({ usage }) => usage),
          positives: queries.map(({ positives }) => Int32Array.from(positives).sort()),
        };
        const report = await evaluate({
          protocol: 'google-landmarks-v2',
          groundTruth,
          ...fromScores(scores),
        });
        for (const { name, queries: rows } of report.setups) {
          const perQuery = [...rows].map((q) => slowLandmarks(scores[q], queries[q].positives));
          expectMeans(report, name, slowMeans(perQuery));
        }
        expect(report.setups.map(({ name }) => name).sort()).toEqual(
          [...new Set(queries.map(({ usage }) => usage))].sort((a, b) => (a < b ? -1 : 1)),
        );
      }),
      settings,
    );
  });

  const depths = {
    'in-shop': [1, 10, 20, 30],
    'stanford-online-products': [1, 10, 100, 1000],
    'cub-200-2011': [1, 2, 4, 8],
  };
  test.each(Object.entries(depths))('%s, queries in and out of the gallery', async (protocol, at) => {
    const sides = fc
      .tuple(
        fc.array(fc.nat(3), { minLength: 3, maxLength: 30 }),
        fc.array(fc.nat(4), { minLength: 1, maxLength: 5 }),
      )
      .chain(([gallery, queries]) =>
        fc.record({
          gallery: fc.constant(gallery),
          queries: fc.constant(queries),
          self: fc.array(fc.integer({ min: -1, max: gallery.length - 1 }), {
            minLength: queries.length,
            maxLength: queries.length,
          }),
          scores: fc.array(fc.array(similarity, { minLength: gallery.length, maxLength: gallery.length }), {
            minLength: queries.length,
            maxLength: queries.length,
          }),
        }),
      );
    await fc.assert(
      fc.asyncProperty(sides, async ({ gallery, queries, self, scores }) => {
        const perQuery = scores.map((list, q) => slowIdentity(list, gallery, queries[q], self[q], at));
        const input = {
          protocol: protocol as keyof typeof depths,
          groundTruth: identityTruth(gallery, queries, self),
          ...fromScores(scores),
        };
        const expected = slowMeans(perQuery);
        if (!expected) {
          await expect(evaluate(input)).rejects.toThrow(/No query can be evaluated/);
          return;
        }
        const report = await evaluate(input);
        expectMeans(report, 'all', expected);
        expect(report.setups[0].excludedQueries).toBe(perQuery.filter((one) => one === undefined).length);
      }),
      settings,
    );
  });
});

describe('what must not change a number', () => {
  test('junk anywhere in the gallery', async () => {
    const place = fc.nat(1000);
    await fc.assert(
      fc.asyncProperty(
        labelled,
        fc.array(fc.tuple(place, similarity), { maxLength: 6 }),
        async (table, junk) => {
          const scores = table.scores.map((list) => [...list]);
          const labels = table.labels.map((list) => [...list]);
          for (const [at, score] of junk) {
            const row = at % (scores[0].length + 1);
            scores.forEach((list) => list.splice(row, 0, score));
            labels.forEach((list) => list.splice(row, 0, 'junk'));
          }
          expect(numbersOf(await evaluateLabelled({ scores, labels }))).toEqual(
            numbersOf(await evaluateLabelled(table)),
          );
        },
      ),
      settings,
    );
  });

  test('the order of the gallery, where no two similarities are equal', async () => {
    await fc.assert(
      fc.asyncProperty(labelled, fc.integer(), async ({ scores, labels }, seed) => {
        const distinct = scores.map((list) => list.map((score, row) => score + row / 1024));
        const order = shuffled(labels[0].length, seed);
        const moved = (list: Label[] | number[]) => order.map((row) => list[row]);
        const table = {
          scores: distinct.map((list) => moved(list) as number[]),
          labels: labels.map((list) => moved(list) as Label[]),
        };
        const expected = numbersOf(await evaluateLabelled({ scores: distinct, labels }));
        expect(numbersOf(await evaluateLabelled(table))).toEqual(expected);
        // The same by rows of the file instead of another ground truth.
        const { gallery } = fromScores(table.scores);
        const galleryRows = Array.from(order, (_, i) => order.indexOf(i));
        expect(
          numbersOf(await evaluateLabelled({ scores: distinct, labels }, { gallery, galleryRows })),
        ).toEqual(expected);
      }),
      settings,
    );
  });

  test('the order of the queries, for their own numbers', async () => {
    await fc.assert(
      fc.asyncProperty(labelled, async ({ scores, labels }) => {
        const report = await evaluateLabelled({ scores, labels });
        const reverse = await evaluateLabelled({
          scores: [...scores].reverse(),
          labels: [...labels].reverse(),
        });
        report.setups.forEach(({ measures }, s) =>
          measures.forEach(({ perQuery }, m) => {
            expect([...perQuery].reverse()).toEqual([...reverse.setups[s].measures[m].perQuery]);
          }),
        );
      }),
      settings,
    );
  });

  test('a distractor can only lower an average precision', async () => {
    await fc.assert(
      fc.asyncProperty(labelled, similarity, async ({ scores, labels }, score) => {
        const before = await evaluateLabelled({ scores, labels });
        const more = fromScores(scores.map((list) => [...list, score]));
        const after = await evaluateLabelled({ scores, labels }, more);
        expect(after.distractorCount).toBe(1);
        before.setups.forEach(({ measures }, s) => {
          const mean = measures[0]?.estimate.mean ?? 0;
          expect(after.setups[s].measures[0]?.estimate.mean ?? 0).toBeLessThanOrEqual(mean + 1e-12);
        });
      }),
      settings,
    );
  });
});

function shuffled(length: number, seed: number): number[] {
  let state = seed >>> 0;
  const key = Array.from({ length }, () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0));
  return [...key.keys()].sort((a, b) => key[a] - key[b]);
}

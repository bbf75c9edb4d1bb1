import { describe, expect, test } from 'vitest';
import { evaluateProtocol } from '../../../src/retrieval/protocols/evaluateProtocol.js';
import type { ProtocolInput, SetupReport } from '../../../src/retrieval/protocols/types.js';
import type { GoogleLandmarksGroundTruth } from '../../../src/datasets/groundTruth/types.js';
import { matrixOf } from '../ranking/matrices.js';
import { fromScores, identityTruth, revisitedTruth, scoresOfRanking } from './scores.js';

const bootstrap = { resamples: 20 };
const evaluate = (input: ProtocolInput) => evaluateProtocol({ bootstrap, ...input });
/** Means by measure, for comparison to nine digits. */
const means = ({ measures }: SetupReport) =>
  Object.fromEntries(measures.map(({ name, estimate }) => [name, Number(estimate.mean.toFixed(9))]));
const rounded = (numbers: Record<string, number>) =>
  Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, Number(value.toFixed(9))]));

describe('revisited Oxford and Paris', () => {
  const truth = revisitedTruth(10, [
    { easy: [7], hard: [2, 9], junk: [0, 4] },
    { easy: [], hard: [0], junk: [] },
  ]);
  const embeddings = fromScores([
    scoresOfRanking([4, 7, 1, 0, 2, 3, 5, 9, 6, 8]),
    scoresOfRanking([3, 0, 1, 2, 4, 5, 6, 7, 8, 9]),
  ]);

  test('gives the numbers that are computed here by hand', async () => {
    const { setups, distractorCount } = await evaluate({
      protocol: 'roxford5k',
      groundTruth: truth,
      ...embeddings,
    });
    expect(distractorCount).toBe(0);
    expect(setups.map(({ name }) => name)).toEqual(['easy', 'medium', 'hard']);
    const [easy, medium, hard] = setups;

    // Easy, query 0: without 0, 2, 4, 9 the ranking is 7 1 3 5 6 8; the one positive is first. Query 1 has none.
    expect(easy.excludedQueries).toBe(1);
    expect(easy.measures[0].perQuery[1]).toBeNaN();
    expect(means(easy)).toEqual({ mAP: 1, 'mP@1': 1, 'mP@5': 1, 'mP@10': 1 });

    // Medium, query 0: without 0 and 4 the ranking is 7 1 2 3 5 9 6 8; positives at 0, 2 and 5.
    const medium0 = ((1 + 1) / 2 + (1 / 2 + 2 / 3) / 2 + (2 / 5 + 3 / 6) / 2) / 3;
    // Query 1: the positive is at 1; precision 0 before it, 1/2 after it.
    const medium1 = (0 + 1 / 2) / 2;
    expect(medium.excludedQueries).toBe(0);
    expect(medium.measures[0].perQuery[0]).toBeCloseTo(0.67777778, 8);
    expect(means(medium)).toEqual(
      rounded({
        mAP: (medium0 + medium1) / 2,
        'mP@1': (1 / 1 + 0 / 1) / 2,
        // The last positive of query 1 is the second item, so that five and ten are clipped to two.
        'mP@5': (2 / 5 + 1 / 2) / 2,
        // Query 0 is clipped to its last positive, the sixth item.
        'mP@10': (3 / 6 + 1 / 2) / 2,
      }),
    );

    // Hard, query 0: without 0, 4 and 7 the ranking is 1 2 3 5 9 6 8; positives at 1 and 4. Query 1 as before.
    const hard0 = ((0 / 1 + 1 / 2) / 2 + (1 / 4 + 2 / 5) / 2) / 2;
    expect(hard0).toBe(0.2875);
    expect(means(hard)).toEqual(
      rounded({
        mAP: (hard0 + medium1) / 2,
        'mP@1': 0,
        'mP@5': (2 / 5 + 1 / 2) / 2,
        'mP@10': (2 / 5 + 1 / 2) / 2,
      }),
    );
  });

  test('counts distractors as wrong: a row above a positive costs, a row below does not', async () => {
    const scores = (above: number) => [[0.9, 0.5, 0.4, above, 0.1]];
    const groundTruth = revisitedTruth(3, [{ easy: [0], hard: [1], junk: [2] }]);
    const medium = async (above: number) => {
      const input = { protocol: 'rparis6k', groundTruth, ...fromScores(scores(above)) } as const;
      const report = await evaluate(input);
      expect(report.distractorCount).toBe(2);
      return means(report.setups[1]).mAP;
    };
    expect(await medium(0.2)).toBe(1);
    // Positives at 0 and 2: (1 + (1/2 + 2/3) / 2) / 2.
    expect(await medium(0.7)).toBeCloseTo((1 + (1 / 2 + 2 / 3) / 2) / 2, 9);
  });

  test('reports a setup in which every query is left out without numbers', async () => {
    const groundTruth = revisitedTruth(2, [{ easy: [0], hard: [], junk: [] }]);
    const { setups } = await evaluate({ protocol: 'roxford5k', groundTruth, ...fromScores([[0.2, 0.1]]) });
    expect(setups.map(({ excludedQueries, measures }) => [excludedQueries, measures.length])).toEqual([
      [0, 4],
      [0, 4],
      [1, 0],
    ]);
  });

  test('refuses a ground truth without any positive, or of another benchmark', async () => {
    const groundTruth = revisitedTruth(2, [{ easy: [], hard: [], junk: [0] }]);
    const input = { groundTruth, ...fromScores([[0.2, 0.1]]) };
    await expect(evaluate({ protocol: 'roxford5k', ...input })).rejects.toThrow(/No query can be evaluated/);
    await expect(evaluate({ protocol: 'in-shop', ...input })).rejects.toThrow(/another benchmark/);
  });

  test('refuses galleries and queries of another size', async () => {
    const input = { protocol: 'roxford5k', groundTruth: truth, ...embeddings } as const;
    const small = matrixOf([[1, 0]]);
    await expect(evaluate({ ...input, gallery: small })).rejects.toThrow(
      /10 rows or, with distractors, more[^]*1 rows/,
    );
    await expect(evaluate({ ...input, queries: small })).rejects.toThrow(
      /not those of the ground truth[^]*2 rows/,
    );
    await expect(evaluate({ ...input, searchedRows: 11 })).rejects.toThrow(/11 rows[^]*10 rows/);
    await expect(evaluate({ ...input, galleryRows: [0] })).rejects.toThrow(/galleryRows/);
    await expect(evaluate({ ...input, queryRows: [-1, 0] })).rejects.toThrow(/not in the matrix/);
  });
});

describe('Google Landmarks v2', () => {
  const rows = 150;
  const positives = [
    Int32Array.of(0, 2, 5, 119),
    Int32Array.from(Array(120).keys()),
    Int32Array.of(7),
    Int32Array.of(),
  ];
  const groundTruth: GoogleLandmarksGroundTruth = {
    kind: 'google-landmarks',
    galleryIds: Array.from({ length: rows }, (_, i) => `g${i}`),
    queryIds: ['a', 'b', 'c', 'd'],
    usages: ['public', 'private', 'private', 'ignored'],
    positives,
  };
  const inOrder = scoresOfRanking(Array.from({ length: rows }, (_, i) => i));

  test('cuts the list at 100, divides by what can stand there, and keeps public and private apart', async () => {
    const scores = fromScores([inOrder, inOrder, inOrder, inOrder]);
    const { setups } = await evaluate({ protocol: 'google-landmarks-v2', groundTruth, ...scores });
    expect(setups.map(({ name, queries }) => [name, [...queries]])).toEqual([
      ['public', [0]],
      ['private', [1, 2]],
    ]);
    // Correct at 1, 3 and 6; the fourth positive lies beyond 100 and counts as missed.
    expect(means(setups[0])).toEqual(rounded({ 'mAP@100': (1 / 1 + 2 / 3 + 3 / 6) / 4 }));
    expect(setups[0].measures[0].estimate.mean).toBeCloseTo(0.54166667, 8);
    // 120 positives fill all 100 places: 100 / min(120, 100). The only positive of the other stands eighth.
    expect(means(setups[1])).toEqual(rounded({ 'mAP@100': (1 + 1 / 8) / 2 }));
  });

  test('searches no query that is ignored, and leaves out a part that has none', async () => {
    const onlyPublic = { ...groundTruth, usages: ['public', 'ignored', 'ignored', 'ignored'] as const };
    const none = Int32Array.of();
    const { setups } = await evaluate({
      protocol: 'google-landmarks-v2',
      groundTruth: {
        ...onlyPublic,
        usages: [...onlyPublic.usages],
        positives: [positives[0], none, none, none],
      },
      queries: matrixOf([[1]]),
      gallery: matrixOf(inOrder.map((score) => [score])),
      queryRows: [0, -1, -1, -1],
    });
    expect(setups.map(({ name }) => name)).toEqual(['public']);
    expect(setups[0].measures[0].estimate.mean).toBeCloseTo(0.54166667, 8);
  });

  test('takes no distractors', async () => {
    const scores = inOrder.concat(0.1);
    const input = { protocol: 'google-landmarks-v2', groundTruth } as const;
    await expect(evaluate({ ...input, ...fromScores([scores, scores, scores, scores]) })).rejects.toThrow(
      /150 rows[^]*151 rows/,
    );
  });
});

describe('In-Shop, Stanford Online Products and CUB-200-2011', () => {
  test('leaves the query’s own picture out where it is in the gallery', async () => {
    // Four pictures of two products search each other; the largest similarity is with the picture itself.
    const scores = [
      [1, 0.8, 0.9, 0.1],
      [0.8, 1, 0.2, 0.3],
      [0.9, 0.2, 1, 0.5],
      [0.1, 0.3, 0.5, 1],
    ];
    const groundTruth = identityTruth([0, 0, 1, 1], [0, 0, 1, 1], [0, 1, 2, 3]);
    const report = await evaluate({
      protocol: 'stanford-online-products',
      groundTruth,
      ...fromScores(scores),
    });
    // Rankings without the picture itself: 2 1 3, 0 3 2, 0 3 1, 2 1 0; the one positive stands second, first, second, first.
    expect(means(report.setups[0])).toEqual(
      rounded({
        mAP: (1 / 2 + 1 + 1 / 2 + 1) / 4,
        'R@1': 2 / 4,
        'R@10': 1,
        'R@100': 1,
        'R@1000': 1,
        'mAP@R': 2 / 4,
        mINP: (1 / 2 + 1 + 1 / 2 + 1) / 4,
      }),
    );
    expect([...report.setups[0].measures[1].perQuery]).toEqual([0, 1, 0, 1]);
  });

  test('scores several positives, and counts a query without', async () => {
    const gallery = [5, 6, 5, 6, 5];
    const groundTruth = identityTruth(gallery, [5, 7], [-1, -1]);
    const scores = [scoresOfRanking([1, 0, 2, 3, 4]), scoresOfRanking([0, 1, 2, 3, 4])];
    const { setups } = await evaluate({ protocol: 'in-shop', groundTruth, ...fromScores(scores) });
    expect(setups[0].excludedQueries).toBe(1);
    // Positives of query 0 stand second, third and fifth.
    expect(means(setups[0])).toEqual(
      rounded({
        mAP: (1 / 2 + 2 / 3 + 3 / 5) / 3,
        'R@1': 0,
        'R@10': 1,
        'R@20': 1,
        'R@30': 1,
        // Three positives, so that the first three places count: 1/2 and 2/3 of them.
        'mAP@R': (1 / 2 + 2 / 3) / 3,
        mINP: 3 / 5,
      }),
    );
  });

  test('recalls birds at 1, 2, 4 and 8', async () => {
    const groundTruth = identityTruth([0, 1, 1, 1, 0], [0], [0]);
    const scores = [scoresOfRanking([0, 1, 2, 4, 3])];
    const { setups } = await evaluate({ protocol: 'cub-200-2011', groundTruth, ...fromScores(scores) });
    const { mAP, ...others } = means(setups[0]);
    expect(mAP).toBeCloseTo(1 / 3, 8);
    expect(others).toMatchObject({ 'R@1': 0, 'R@2': 0, 'R@4': 1, 'R@8': 1 });
  });

  test('finds rows wherever they lie', async () => {
    const { queries, gallery } = fromScores([[0.1, 0.9, 0.5]]);
    // The ground truth's gallery is in the opposite order of the file's rows.
    const groundTruth = identityTruth([3, 8, 3], [3], [0]);
    const report = await evaluate({
      protocol: 'in-shop',
      groundTruth,
      queries,
      gallery,
      galleryRows: [2, 1, 0],
      queryRows: [0],
    });
    // Own picture in row 2; row 1 (0.9) is wrong, row 0 right: second place.
    expect(means(report.setups[0])).toMatchObject({ mAP: 0.5, 'R@1': 0 });
  });
});

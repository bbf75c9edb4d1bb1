import { describe, expect, test } from 'vitest';
import type { EmbeddingMatrix } from '../../../src/vectors/embeddingMatrix.js';
import { RetrievalError } from '../../../src/errors.js';
import { evaluateAsymmetric } from '../../../src/retrieval/metrics/evaluateAsymmetric.js';
import { evaluateRetrieval } from '../../../src/retrieval/metrics/evaluateRetrieval.js';
import { measureAt } from '../../../src/retrieval/metrics/measures.js';
import { pairedDifference } from '../../../src/retrieval/metrics/pairedDifference.js';
import { rankConsistency } from '../../../src/retrieval/metrics/rankConsistency.js';
import type { AsymmetricEvaluationInput } from '../../../src/retrieval/metrics/types.js';
import { randomSource } from '../../../src/base/randomSource.js';
import { multiplyPlain } from '../../../src/retrieval/ranking/multiply.js';
import { similarityMatrix } from '../../../src/retrieval/ranking/rankAll.js';
import { matrixOf, randomMatrix } from '../ranking/matrices.js';

const bootstrap = { resamples: 100 };
const multiply = multiplyPlain;

function blend(a: EmbeddingMatrix, b: EmbeddingMatrix, share: number): EmbeddingMatrix {
  return { ...a, data: a.data.map((value, i) => value + share * b.data[i]) };
}

/** A gallery model that knows the classes well and a query model that is a noisy copy of it. */
function toySetting(
  noise: number,
): Required<Omit<AsymmetricEvaluationInput, 'selfInGallery' | 'consistencyDepths' | 'queriesPerBlock'>> {
  const centres = randomMatrix(12, 24, 1);
  const classes = Array.from({ length: 60 }, (_, i) => i % 12);
  const ofClass = (seed: number): EmbeddingMatrix => {
    const jitter = randomMatrix(60, 24, seed);
    const rows = classes.map((c, i) =>
      Array.from({ length: 24 }, (_, d) => centres.data[c * 24 + d] + 0.8 * jitter.data[i * 24 + d]),
    );
    return matrixOf(rows);
  };
  const [queries, gallery] = [ofClass(2), ofClass(3)];
  return {
    galleryModelQueryVectors: queries,
    galleryVectors: gallery,
    queryModelVectors: blend(queries, randomMatrix(60, 24, 4), noise),
    queryModelGalleryVectors: blend(gallery, randomMatrix(60, 24, 5), noise),
    queryLabels: classes,
    galleryLabels: classes,
    bootstrap,
    multiply,
  };
}

describe('evaluateAsymmetric', () => {
  test('agrees to the last bit with the single evaluations, however many queries are held', async () => {
    const input = toySetting(0.8);
    const [result, ...inBlocks] = [
      await evaluateAsymmetric(input),
      await evaluateAsymmetric({ ...input, queriesPerBlock: 1 }),
      await evaluateAsymmetric({ ...input, queriesPerBlock: 7 }),
    ] as const;
    for (const other of inBlocks) expect(other).toEqual(result);
    const retrieve = (queries: EmbeddingMatrix, gallery: EmbeddingMatrix) =>
      evaluateRetrieval({ ...input, queries, gallery });
    const { galleryModelQueryVectors, queryModelVectors, galleryVectors, queryModelGalleryVectors } = input;
    expect(result.symmetricGallery).toEqual(await retrieve(galleryModelQueryVectors, galleryVectors));
    expect(result.symmetricQuery).toEqual(await retrieve(queryModelVectors, queryModelGalleryVectors));
    expect(result.asymmetric).toEqual(await retrieve(queryModelVectors, galleryVectors));
    const consistency = rankConsistency({
      galleryScores: await similarityMatrix(galleryModelQueryVectors, galleryVectors, multiply),
      queryScores: await similarityMatrix(queryModelVectors, galleryVectors, multiply),
      bootstrap,
    });
    expect(result.consistency).toEqual(consistency);
  });

  test('repeats its means as plain numbers', async () => {
    const result = await evaluateAsymmetric(toySetting(0.8));
    const { asymmetric, consistency } = result;
    const { mean, low, high } = asymmetric.averagePrecision.estimate;
    expect([result.mapAsymmetric, ...result.mapAsymmetricInterval]).toEqual([mean, low, high]);
    expect(result.recallAt5).toBe(measureAt(asymmetric.recall, 5).estimate.mean);
    expect(result.precisionAt10).toBe(measureAt(asymmetric.precision, 10).estimate.mean);
    expect(result.overlap10).toBe(measureAt(consistency.overlap, 10).estimate.mean);
    expect(result.kendallTau).toBe(consistency.kendallTauB.estimate.mean);
    expect([result.queryCount, result.galleryCount, result.excludedQueries]).toEqual([60, 60, 0]);
    expect(asymmetric.averagePrecision.perQuery).toHaveLength(60);
  });

  test('finds a copy of the gallery model perfect and a noisier one worse', async () => {
    const copy = await evaluateAsymmetric(toySetting(0));
    expect(copy.mapAsymmetric).toBe(copy.mapSymmetricGallery);
    expect(copy.mapSymmetricQuery).toBe(copy.mapSymmetricGallery);
    expect([copy.kendallTau, copy.tauAp, copy.overlap10]).toEqual([1, 1, 1]);
    const [mild, strong] = [
      await evaluateAsymmetric(toySetting(0.6)),
      await evaluateAsymmetric(toySetting(2)),
    ];
    expect(mild.mapAsymmetric).toBeGreaterThan(strong.mapAsymmetric + 0.1);
    expect(mild.kendallTau).toBeGreaterThan(strong.kendallTau + 0.1);
    const test = pairedDifference(
      mild.asymmetric.averagePrecision.perQuery,
      strong.asymmetric.averagePrecision.perQuery,
    );
    expect(test.pValue).toBeLessThan(0.01);
  });

  test('falls to chance when the gallery labels are shuffled, while the consistency stays', async () => {
    const input = toySetting(0.6);
    const labels = Array.from(input.galleryLabels);
    const shuffled = Array.from(randomSource(1).permutation(60), (i) => labels[i]);
    const real = await evaluateAsymmetric(input);
    const control = await evaluateAsymmetric({ ...input, galleryLabels: shuffled });
    expect(control.mapAsymmetric).toBeLessThan(0.25);
    expect(real.mapAsymmetric).toBeGreaterThan(0.5);
    expect(control.consistency).toEqual(real.consistency);
  });

  test('leaves the query itself out of every ranking', async () => {
    const input = toySetting(0.8);
    const vectors = {
      ...input,
      galleryVectors: input.galleryModelQueryVectors,
      queryModelGalleryVectors: input.queryModelVectors,
    };
    const selfInGallery = Int32Array.from({ length: 60 }, (_, q) => q);
    const without = await evaluateAsymmetric({ ...vectors, selfInGallery });
    const withSelf = await evaluateAsymmetric(vectors);
    expect(measureAt(withSelf.symmetricGallery.recall, 1).estimate.mean).toBe(1);
    expect(without.mapSymmetricGallery).toBeLessThan(withSelf.mapSymmetricGallery);
    expect(without.consistency.listLength).toEqual({ shortest: 59, longest: 59 });
  });

  test('keeps queries without positives in the consistency only', async () => {
    const input = toySetting(0.5);
    const queryLabels = Array.from(input.queryLabels, (label) => (label === 0 ? 99 : label));
    const result = await evaluateAsymmetric({ ...input, queryLabels });
    expect(result.excludedQueries).toBe(5);
    expect(result.asymmetric.averagePrecision.perQuery[0]).toBeNaN();
    expect(result.consistency.tauAp.perQuery[0]).toBeGreaterThan(0);
  });

  test('always takes the overlap at ten', async () => {
    const result = await evaluateAsymmetric({ ...toySetting(0.5), consistencyDepths: [20] });
    expect(result.consistency.overlap.depths).toEqual([10, 20]);
  });

  test('refuses labels that are no numbers, of which none would be right, and labels of one side', async () => {
    const input = toySetting(0.5);
    const wrong = (changes: object): Promise<unknown> => evaluateAsymmetric({ ...input, ...changes });
    const names = input.queryLabels as number[];
    const numbers = names.map(() => Number('cat'));
    await expect(wrong({ queryLabels: numbers })).rejects.toThrow(/queryLabels\[0\][^]*found: NaN/);
    await expect(wrong({ galleryLabels: numbers })).rejects.toThrow(/galleryLabels\[0\][^]*found: NaN/);
    await expect(wrong({ queryLabels: names.map(String) })).rejects.toThrow(/found: the text "0"/);
    await expect(wrong({ queryLabels: undefined })).rejects.toThrow(/for one side only[^]*queryLabels/);
    const unlabelled = { queryLabels: undefined, galleryLabels: undefined };
    for (const row of [NaN, 60, 0.5, -2]) {
      const selfInGallery = names.map(() => row);
      await expect(wrong({ ...unlabelled, selfInGallery })).rejects.toThrow(/selfInGallery\[0\]/);
    }
  });

  test('refuses vectors that cannot be compared and names them', async () => {
    const input = toySetting(0.5);
    const wrong = (changes: object): Promise<unknown> => evaluateAsymmetric({ ...input, ...changes });
    const narrow = randomMatrix(60, 8, 1);
    await expect(wrong({ queryModelVectors: narrow })).rejects.toThrow(/8 and 24/);
    await expect(wrong({ queryModelGalleryVectors: narrow })).rejects.toThrow(/queryModelGalleryVectors/);
    await expect(wrong({ galleryModelQueryVectors: randomMatrix(59, 24, 1) })).rejects.toThrow(/59 entries/);
    await expect(wrong({ queryLabels: [1] })).rejects.toThrow(/queryLabels/);
    await expect(wrong({ galleryLabels: [1] })).rejects.toThrow(/galleryLabels/);
    const zero = {
      ...input.galleryVectors,
      data: input.galleryVectors.data.map((x, i) => (i < 48 && i >= 24 ? 0 : x)),
    };
    await expect(wrong({ galleryVectors: zero })).rejects.toThrow(/galleryVectors, row 1/);
    await expect(wrong({ selfInGallery: [60] })).rejects.toThrow(RetrievalError);
  });

  test('measures the consistency alone where there are no labels', async () => {
    const input = { ...toySetting(0.6), queryLabels: undefined, galleryLabels: undefined };
    const labelled = await evaluateAsymmetric(toySetting(0.6));
    const result = await evaluateAsymmetric(input);
    expect(result.consistency).toEqual(labelled.consistency);
    expect(result.overlap10).toBe(labelled.overlap10);
    expect([result.mapAsymmetric, result.mapSymmetricGallery, result.recallAt1]).toEqual([NaN, NaN, NaN]);
    expect(result.excludedQueries).toBe(60);
  });
});

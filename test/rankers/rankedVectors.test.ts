import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { fitWhitening } from '../../src/models/whitening/fitWhitening.js';
import { joinVectors } from '../../src/rankers/rankedVectors.js';
import type { Treatment } from '../../src/rankers/rankerConfig.js';
import { embeddingMatrix, type EmbeddingMatrix } from '../../src/vectors/embeddingMatrix.js';
import { groupedVectors, slowSimilarities, type Table } from './slowTwins.js';

beforeAll(() => selectBackend());

/** Cosines of each kind after its treatment, in float64; whitening by principal axes. */
function slowCosines(set: EmbeddingMatrix, treatment: Treatment): Table {
  const kind = ({ raw: 'raw', centred: 'centred', whitened: 'pca' } as const)[treatment];
  return slowSimilarities(fitWhitening(set, { kind, ...(kind === 'pca' && { shrinkage: 1 }) }).apply(set));
}

test.each(['raw', 'centred', 'whitened'] as const)('%s: the mean of the cosines', async (treatment) => {
  const [a, b] = [groupedVectors(200, 7), groupedVectors(200, 12, 5, 2)];
  b.data.forEach((value, i) => (b.data[i] = 3 * value + (i % 12)));
  const before = tf.memory().numTensors;
  const joined = await joinVectors([a, b], treatment);
  expect(tf.memory().numTensors).toBe(before);
  expect([joined.rows, joined.columns]).toEqual([200, 19]);
  const [cosinesA, cosinesB] = [slowCosines(a, treatment), slowCosines(b, treatment)];
  const errors = slowSimilarities(joined).map((row, i) =>
    Math.max(...row.map((value, j) => Math.abs(value - (cosinesA[i][j] + cosinesB[i][j]) / 2))),
  );
  expect(Math.max(...errors)).toBeLessThan(2e-5);
});

test('raw unit vectors of one kind stay as they are', async () => {
  const set = embeddingMatrix(Float32Array.of(2, 0, 3, 4), 2, 2);
  expect(Array.from((await joinVectors([set], 'raw')).data)).toEqual(
    Array.from(Float32Array.of(1, 0, 0.6, 0.8)),
  );
  expect(Array.from(set.data)).toEqual([2, 0, 3, 4]);
});

test('covariances are the same whatever rows are multiplied at once', async () => {
  const few = groupedVectors(100, 5);
  const many = embeddingMatrix(
    Float32Array.from(Array.from({ length: 50 }, () => Array.from(few.data)).flat()),
    5000,
    5,
  );
  const [a, b] = [await joinVectors([few], 'whitened'), await joinVectors([many], 'whitened')];
  a.data.forEach((value, i) => expect(b.data[i]).toBeCloseTo(value, 4));
});

test('refuses no kinds, kinds of different rows, and vectors without direction', async () => {
  await expect(joinVectors([])).rejects.toThrow(/none/);
  await expect(joinVectors([groupedVectors(4, 3), groupedVectors(5, 3)])).rejects.toThrow(/4 rows, 5 rows/);
  const zero = embeddingMatrix(Float32Array.of(1, 0, 0, 0), 2, 2);
  await expect(joinVectors([zero])).rejects.toThrow(/sets\[0\], row 1/);
  const mean = embeddingMatrix(Float32Array.of(1, 0, 0, 1, 0.5, 0.5), 3, 2);
  await expect(joinVectors([mean], 'centred')).rejects.toThrow(/sets\[0\], row 2/);
});

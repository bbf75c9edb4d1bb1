import { setImmediate } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs-core';
import { RetrievalError } from '../errors.js';
import { choleskyFactor } from '../models/whitening/linearAlgebra.js';
import { columnMeans, meanVariance } from '../models/whitening/scatter.js';
import { solveLowerRows } from '../models/whitening/triangular.js';
import { embeddingMatrix, type EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import { checkDirections } from '../vectors/gallery/checkInput.js';
import type { Treatment } from './rankerConfig.js';

/** Rows that are multiplied at once. */
const rowsPerBlock = 4096;

/** Share of the mean variance that a whitening adds to every variance unless told. */
const defaultShrinkage = 1;

/**
 * Several kinds of vectors of the same N pictures as one: `[N, D1 + D2 + ...]` unit rows whose inner product is the mean of
 * the kinds' cosines. Each kind is treated first, by what is measured on the given rows.
 * @param sets `[N, D]` each
 * @param treatment `raw`: nothing is done. `centred`: the mean is subtracted. `whitened`: `L^-1 (x - mean)`, where
 * `L L^T = C + shrinkage * mean variance * I`; its inner products are those of a whitening by principal axes (Kessy et
 * al. 2018).
 * @param shrinkage share of the mean variance that is added to every variance
 * @throws RetrievalError for rows that are zero, not finite or equal to the mean that is subtracted, for kinds of different
 * rows, and without any.
 * @example
 * const joined = await joinVectors([embeddingMatrix(Float32Array.of(2, 0, 3, 4), 2, 2)]);
 * console.log(Array.from(joined.data, (x) => x.toFixed(1)).join(' ')); // 1.0 0.0 0.6 0.8
 */
export async function joinVectors(
  sets: readonly EmbeddingMatrix[],
  treatment: Treatment = 'raw',
  shrinkage = defaultShrinkage,
): Promise<EmbeddingMatrix> {
  checkSets(sets);
  const { rows } = sets[0]!;
  const columns = sets.reduce((sum, set) => sum + set.columns, 0);
  const data = new Float32Array(rows * columns);
  let at = 0;
  for (const [index, set] of sets.entries()) {
    const treated = await treat(set, treatment, shrinkage);
    for (let row = 0; row < rows; row++) {
      const vector = treated.subarray(row * set.columns, (row + 1) * set.columns);
      const scale = Math.sqrt(sets.length) * norm(vector, index, row);
      for (let d = 0; d < set.columns; d++) data[row * columns + at + d] = vector[d]! / scale;
    }
    at += set.columns;
  }
  return embeddingMatrix(data, rows, columns);
}

async function treat(set: EmbeddingMatrix, treatment: Treatment, shrinkage: number): Promise<Float32Array> {
  if (treatment === 'raw') return set.data;
  const { rows, columns } = set;
  const mean = columnMeans(set);
  const centred = set.data.map((value, i) => value - mean[i % columns]!);
  if (treatment === 'centred') return centred;
  const total = await scatter(centred, rows, columns);
  const ridge = shrinkage * meanVariance(total, columns);
  for (let d = 0; d < columns; d++) total[d * columns + d]! += ridge;
  return multiply(centred, rows, inverseFactor(total, columns), columns);
}

/** `X^T X / N` `[D, D]` of centred rows, a block of them at a time. */
async function scatter(centred: Float32Array, rows: number, columns: number): Promise<Float64Array> {
  const total = new Float64Array(columns * columns);
  for (let first = 0; first < rows; first += rowsPerBlock) {
    await setImmediate();
    const count = Math.min(rowsPerBlock, rows - first);
    const part = tf.tidy(() => {
      const block = tf.tensor2d(centred.subarray(first * columns, (first + count) * columns), [
        count,
        columns,
      ]);
      return tf.matMul(block, block, true, false);
    });
    const sums = await part.data();
    for (let i = 0; i < total.length; i++) total[i]! += sums[i]! / rows;
    part.dispose();
  }
  return total;
}

/** `L^-T` `[D, D]` of the factor of a positive definite matrix: a row times it is `L^-1` times that row. */
function inverseFactor(matrix: Float64Array, size: number): Float64Array {
  const rows = new Float64Array(size * size);
  for (let d = 0; d < size; d++) rows[d * size + d] = 1;
  solveLowerRows(choleskyFactor(matrix, size), rows, size);
  return rows;
}

async function multiply(
  data: Float32Array,
  rows: number,
  matrix: Float64Array,
  size: number,
): Promise<Float32Array> {
  const result = new Float32Array(rows * size);
  const right = tf.tensor2d(Float32Array.from(matrix), [size, size]);
  try {
    for (let first = 0; first < rows; first += rowsPerBlock) {
      await setImmediate();
      const count = Math.min(rowsPerBlock, rows - first);
      const product = tf.tidy(() =>
        tf.matMul(tf.tensor2d(data.subarray(first * size, (first + count) * size), [count, size]), right),
      );
      result.set(await product.data(), first * size);
      product.dispose();
    }
  } finally {
    right.dispose();
  }
  return result;
}

/** Smallest norm that still has a direction: what is left of a vector that is the mean itself is rounding. */
const smallestNorm = 1e-6;

function norm(vector: Float32Array, set: number, row: number): number {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  if (length > smallestNorm) return length;
  throw new RetrievalError({
    what: 'A vector has no direction left',
    where: `sets[${set}], row ${row}`,
    expected: 'a vector that differs from the mean of all',
    found: `a norm of ${length}`,
    fix: 'compare raw vectors, or more pictures that differ',
  });
}

function checkSets(sets: readonly EmbeddingMatrix[]): void {
  sets.forEach((set, index) => checkDirections(set, `sets[${index}]`));
  const other = sets.find((set) => set.rows !== sets[0]!.rows);
  if (sets.length > 0 && !other) return;
  throw new RetrievalError({
    what: 'There are no vectors to compare, or not of the same pictures',
    where: 'sets',
    expected: 'at least one set of vectors, and a row of each for every picture',
    found: sets.length === 0 ? 'none' : sets.map((set) => `${set.rows} rows`).join(', '),
  });
}

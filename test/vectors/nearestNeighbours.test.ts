import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { embeddingMatrix } from '../../src/vectors/embeddingMatrix.js';
import { nearestNeighbours } from '../../src/vectors/nearestNeighbours.js';
import { randomSource } from '../../src/base/randomSource.js';

/** Sorts all pairs in float64. */
function slowNeighbours(bank: number[][], queries: number[][], count: number): number[][] {
  return queries.map((query) =>
    bank
      .map((row, index) => ({ index, score: row.reduce((sum, value, d) => sum + value * query[d], 0) }))
      .sort((a, b) => b.score - a.score || a.index - b.index)
      .slice(0, count)
      .map(({ index }) => index),
  );
}

const matrix = (rows: number[][]) =>
  embeddingMatrix(Float32Array.from(rows.flat()), rows.length, rows[0].length);

describe('nearestNeighbours', () => {
  test('equals sorting all similarities in float64, over more than one block', async () => {
    const random = randomSource(3, 'neighbours');
    const rows = (count: number) =>
      Array.from({ length: count }, () => Array.from({ length: 8 }, () => Math.fround(random.normal())));
    const [bank, queries] = [rows(60), rows(300)];
    const before = tf.memory().numTensors;
    const { indices, similarities } = await nearestNeighbours(matrix(bank), matrix(queries), 5);
    expect(Array.from(indices)).toEqual(slowNeighbours(bank, queries, 5).flat());
    for (let i = 1; i < similarities.length; i++) {
      if (i % 5 !== 0) expect(similarities[i]).toBeLessThanOrEqual(similarities[i - 1]);
    }
    expect(tf.memory().numTensors).toBe(before);
  });

  test('puts the lower row first among equals', async () => {
    const { indices } = await nearestNeighbours(
      matrix([
        [0, 1],
        [1, 0],
        [0, 1],
        [1, 0],
        [1, 0],
      ]),
      matrix([[1, 0]]),
      5,
    );
    expect(Array.from(indices)).toEqual([1, 3, 4, 0, 2]);
  });

  test.each([NaN, Infinity])('refuses rows with %s, and rows of zeros', async (number) => {
    const good = matrix([
      [1, 0],
      [0, 1],
    ]);
    const bad = matrix([
      [1, 0],
      [number, 1],
    ]);
    const zero = matrix([
      [0, 0],
      [0, 1],
    ]);
    await expect(nearestNeighbours(bad, good, 1)).rejects.toThrow(/bank, row 1/);
    await expect(nearestNeighbours(good, bad, 1)).rejects.toThrow(/queries, row 1/);
    await expect(nearestNeighbours(zero, good, 1)).rejects.toThrow(/bank, row 0/);
  });

  test('refuses other dimensions and impossible numbers of neighbours', async () => {
    const bank = matrix([
      [1, 0],
      [0, 1],
    ]);
    await expect(nearestNeighbours(bank, matrix([[1, 0, 0]]), 1)).rejects.toThrow(/different dimensions/);
    for (const count of [0, 3, 1.5, NaN]) {
      await expect(nearestNeighbours(bank, bank, count)).rejects.toThrow(/number of neighbours/);
    }
  });
});

import { expect } from 'vitest';
import { randomSource } from '../../src/base/randomSource.js';
import type { RankedLists } from '../../src/rankers/types.js';
import { embeddingMatrix, type EmbeddingMatrix } from '../../src/vectors/embeddingMatrix.js';

/** A table of all pairs. */
export type Table = number[][];

/** Unit vectors in loose groups. */
export function groupedVectors(rows: number, columns: number, groups = 12, seed = 1): EmbeddingMatrix {
  const random = randomSource(seed, 'grouped vectors');
  const normal = () => Array.from({ length: columns }, () => random.normal());
  const centres = Array.from({ length: groups }, normal);
  const data = Array.from({ length: rows }, (_, row) => {
    const noise = normal();
    const vector = centres[row % groups].map((value, d) => value + 0.8 * noise[d]);
    const norm = Math.hypot(...vector);
    return vector.map((value) => value / norm);
  });
  return embeddingMatrix(Float32Array.from(data.flat()), rows, columns);
}

/** Inner products of all pairs in float64. */
export function slowSimilarities({ data, rows, columns }: EmbeddingMatrix): Table {
  const row = (i: number) => Array.from(data.subarray(i * columns, (i + 1) * columns));
  const all = Array.from({ length: rows }, (_, i) => row(i));
  return all.map((a) => all.map((b) => a.reduce((sum, value, d) => sum + value * b[d], 0)));
}

/** Rows from the highest score to the lowest, `self` first. */
export function slowOrder(scores: number[], self: number): number[] {
  const others = scores.map((_, other) => other).filter((other) => other !== self);
  return [self, ...others.sort((a, b) => scores[b] - scores[a] || a - b)];
}

/** The scores of k-reciprocal re-ranking by tables of all pairs. */
export function slowReciprocal(vectors: EmbeddingMatrix, k1: number, k2: number, lambda: number): Table {
  const similarities = slowSimilarities(vectors);
  const distances = similarities.map((row) => {
    const largest = Math.max(...row.map((similarity) => 1 - similarity));
    return row.map((similarity) => (1 - similarity) / largest);
  });
  const orders = similarities.map(slowOrder);
  const reciprocal = (row: number, count: number) =>
    orders[row].slice(0, count + 1).filter((other) => orders[other].slice(0, count + 1).includes(row));
  const weights = distances.map((row, i) => {
    const set = reciprocal(i, k1);
    const expanded = new Set(set);
    for (const member of set) {
      const half = reciprocal(member, Math.round(k1 / 2));
      if (half.filter((other) => set.includes(other)).length > (2 / 3) * half.length) {
        half.forEach((other) => expanded.add(other));
      }
    }
    const line = row.map((distance, j) => (expanded.has(j) ? Math.exp(-distance) : 0));
    const sum = line.reduce((all, value) => all + value, 0);
    return line.map((value) => value / sum);
  });
  const means = orders.map((order) => {
    const nearest = order.slice(0, k2);
    return weights[0].map((_, j) => nearest.reduce((sum, other) => sum + weights[other][j] / k2, 0));
  });
  return means.map((a, i) =>
    means.map((b, j) => {
      if (i === j) return 1;
      const low = a.reduce((sum, value, k) => sum + Math.min(value, b[k]), 0);
      const high = a.reduce((sum, value, k) => sum + Math.max(value, b[k]), 0);
      return 1 - ((1 - lambda) * (1 - low / high) + lambda * distances[i][j]);
    }),
  );
}

/** That lists hold the best of a table of scores, with these scores; what is equal but for rounding may change places. */
export function expectBest(lists: RankedLists, table: Table, tolerance = 1e-5): void {
  expect(lists.rows).toBe(table.length);
  let error = 0;
  let rise = 0;
  for (let row = 0; row < lists.rows; row++) {
    const part = [row * lists.length, (row + 1) * lists.length] as const;
    const indices = lists.indices.subarray(...part);
    const scores = lists.scores!.subarray(...part);
    expect(indices[0]).toBe(row);
    expect(new Set(indices).size).toBe(lists.length);
    const order = slowOrder(table[row], row).slice(0, lists.length);
    order.forEach((other, k) => {
      const best = table[row][other];
      error = Math.max(error, Math.abs(scores[k] - best), Math.abs(table[row][indices[k]] - best));
      if (k > 0) rise = Math.max(rise, scores[k] - scores[k - 1]);
    });
  }
  expect(error).toBeLessThan(tolerance);
  expect(rise).toBe(0);
}

/** The same pictures in another order: row `i` of the result is row `order[i]`. */
export function permuted({ data, rows, columns }: EmbeddingMatrix, order: number[]): EmbeddingMatrix {
  const parts = order.map((row) => Array.from(data.subarray(row * columns, (row + 1) * columns)));
  return embeddingMatrix(Float32Array.from(parts.flat()), rows, columns);
}

/** That a ranker gives the same scores to the same pictures whatever order they come in. */
export async function expectIndifferent(
  rank: (vectors: EmbeddingMatrix) => Promise<RankedLists>,
  vectors: EmbeddingMatrix,
): Promise<void> {
  const order = randomSource(5, 'order').permutation(vectors.rows);
  const straight = await rank(vectors);
  const mixed = await rank(permuted(vectors, Array.from(order)));
  const { length } = straight;
  for (let row = 0; row < vectors.rows; row++) {
    const from = order[row] * length;
    const named = mixed.indices.slice(row * length, (row + 1) * length).map((other) => order[other]);
    const scores = mixed.scores!.slice(row * length, (row + 1) * length);
    scores.forEach((score, k) => expect(score).toBeCloseTo(straight.scores![from + k], 5));
    expect(named[0]).toBe(order[row]);
    const common = named.filter((other) => straight.indices.slice(from, from + length).includes(other));
    // Only what rounding puts in another order at the end may differ.
    expect(common.length).toBeGreaterThanOrEqual(length - 1);
  }
}

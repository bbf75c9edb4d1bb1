import type { EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import type { RankedLists } from './types.js';

/** `[N]` similarities of one picture to others: NaN where nothing was asked for. */
export type SimilaritiesOf = (row: number, others: Int32Array) => Float64Array;

type FourVectors = [Float32Array, Float32Array, Float32Array, Float32Array];

/**
 * Cosines of a picture to any others, taken from the lists of the nearest where they are there. What is given back holds
 * until the next call.
 */
export function pairSimilarities(vectors: EmbeddingMatrix, nearest: RankedLists): SimilaritiesOf {
  const similarities = new Float64Array(vectors.rows).fill(NaN);
  const filled: number[] = [];
  const fill = (other: number, similarity: number) => {
    similarities[other] = similarity;
    filled.push(other);
  };
  return (row, others) => {
    for (const other of filled) similarities[other] = NaN;
    filled.length = 0;
    const first = row * nearest.length;
    for (let k = first; k < first + nearest.length; k++) {
      fill(nearest.indices[k]!, nearest.scores![k]!);
    }
    const missing = others.filter((other) => Number.isNaN(similarities[other]));
    const products = innerProducts(vectors, row, missing);
    missing.forEach((other, i) => fill(other, products[i]!));
    return similarities;
  };
}

/**
 * Inner products of a row with others, each summed in double precision and in the order of the columns. Four at a time: sums
 * that do not wait for each other take a quarter of the time.
 */
function innerProducts({ data, columns }: EmbeddingMatrix, row: number, others: Int32Array): Float64Array {
  const vector = (of: number) => data.subarray(of * columns, (of + 1) * columns);
  const own = Float64Array.from(vector(row));
  const products = new Float64Array(others.length);
  const last = others.length - 1;
  for (let i = 0; i <= last; i += 4) {
    // The last four may be fewer: some are then the same.
    const places = [i, i + 1, i + 2, i + 3].map((place) => Math.min(place, last));
    const [a, b, c, d] = places.map((place) => vector(others[place]!)) as FourVectors;
    let [sumA, sumB, sumC, sumD] = [0, 0, 0, 0];
    for (let n = 0; n < columns; n++) {
      const value = own[n]!;
      sumA += value * a[n]!;
      sumB += value * b[n]!;
      sumC += value * c[n]!;
      sumD += value * d[n]!;
    }
    [sumA, sumB, sumC, sumD].forEach((sum, n) => (products[places[n]!] = sum));
  }
  return products;
}

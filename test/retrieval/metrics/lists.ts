import fc from 'fast-check';
import { randomSource } from '../../../src/base/randomSource.js';

/** Similarities of one list under the gallery and under the query model, for values worked out by hand. */
export const T = [1.0, 0.8, 0.6, 0.5];
export const S = [0.7, 0.75, 0.4, 0.45];

/** Two lists of equal length with many ties. */
export const pairOfLists = fc
  .array(fc.tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: -5, max: 5 })), {
    minLength: 2,
    maxLength: 50,
  })
  .map((pairs) => ({ a: pairs.map(([x]) => x), b: pairs.map(([, y]) => y) }));

/** Two rankings of the same rows. */
export const pairOfRankings = fc
  .tuple(fc.integer({ min: 2, max: 40 }), fc.integer(), fc.integer())
  .map(([n, p, q]) => ({ a: randomSource(p).permutation(n), b: randomSource(q).permutation(n) }));

/** Kendall's tau by a double loop over all pairs. */
export function slowTau(a: number[], b: number[]): { tauA: number; tauB: number } {
  let [balance, untiedA, untiedB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    for (let j = i + 1; j < a.length; j++) {
      balance += Math.sign(a[i] - a[j]) * Math.sign(b[i] - b[j]);
      untiedA += a[i] === a[j] ? 0 : 1;
      untiedB += b[i] === b[j] ? 0 : 1;
    }
  }
  const pairs = (a.length * (a.length - 1)) / 2;
  return {
    tauA: balance / pairs,
    tauB: untiedA * untiedB === 0 ? 0 : balance / Math.sqrt(untiedA * untiedB),
  };
}

/** Numbers of a normal distribution of variance 1. */
export function normals(count: number, mean: number, seed: number): number[] {
  const random = randomSource(seed);
  return Array.from({ length: count }, () => mean + random.normal());
}

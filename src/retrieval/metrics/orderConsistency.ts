import { RetrievalError } from '../../errors.js';
import { gather, rankingOrder } from '../ranking/rankingOrder.js';
import { checkScorePair, kendallTau } from './kendallTau.js';
import { lowerScores } from './lowerScores.js';

/** What the pairs in the gallery model's top k say, per depth. */
export interface PairMeasures {
  /** Share of pairs that the query model keeps in order. */
  orderConsistency: Float64Array;
  /** Sum over wrongly ordered pairs of the query model's gap. */
  inversionMass: Float64Array;
}

/**
 * Order consistency@k of one query: the share of the pairs in the gallery model's top `k` that the query model keeps in
 * order; a pair tied under either model counts one half. Equal to `(tau-a + 1) / 2` of those items. O(k log k).
 *
 * @param galleryScores similarities under the gallery model, `[n]`
 * @param queryScores similarities under the query model, `[n]`
 * @param k at least 2, at most `n`
 * @throws RetrievalError for lists that cannot be compared or a depth out of range.
 */
export function orderConsistency(
  galleryScores: ArrayLike<number>,
  queryScores: ArrayLike<number>,
  k: number,
): number {
  checkDepth(galleryScores, queryScores, k);
  const whole = k === galleryScores.length;
  const top = whole ? undefined : rankingOrder(galleryScores).subarray(0, k);
  const ofTop = (scores: ArrayLike<number>): ArrayLike<number> => (top ? gather(scores, top) : scores);
  return (kendallTau(ofTop(galleryScores), ofTop(queryScores)).tauA + 1) / 2;
}

/**
 * Inversion mass@k of one query: the sum of `[s_j - s_i]_+` over the pairs of the gallery model's top `k` where it puts
 * `i` above `j`, in units of similarity. Arguments as in `orderConsistency`.
 */
export function inversionMass(
  galleryScores: ArrayLike<number>,
  queryScores: ArrayLike<number>,
  k: number,
): number {
  checkDepth(galleryScores, queryScores, k);
  return pairMeasures(rankingOrder(galleryScores), galleryScores, queryScores, [k]).inversionMass[0]!;
}

/**
 * Both measures at several depths in one pass over the items of the deepest, O(k log k).
 *
 * @param galleryOrder rows, the gallery model's best first
 * @param depths ascending, each at least 2 and at most `n`
 */
export function pairMeasures(
  galleryOrder: Int32Array,
  galleryScores: ArrayLike<number>,
  queryScores: ArrayLike<number>,
  depths: number[],
): PairMeasures {
  const top = galleryOrder.subarray(0, depths.at(-1) ?? 0);
  return pairMeasuresOfTop(gather(galleryScores, top), gather(queryScores, top), depths);
}

/**
 * The same of similarities that stand in the gallery model's order already.
 *
 * @param g similarities under the gallery model, falling; at least as many as the deepest depth
 * @param s similarities of the same items under the query model
 */
export function pairMeasuresOfTop(g: Float64Array, s: Float64Array, depths: number[]): PairMeasures {
  const deepest = depths.at(-1) ?? 0;
  const result = {
    orderConsistency: new Float64Array(depths.length),
    inversionMass: new Float64Array(depths.length),
  };
  // The items above the present one that the gallery model does not tie with it.
  const above = lowerScores(s);
  let [kept, mass, next, tieStart] = [0, 0, 0, 0];
  for (let j = 0; j < deepest; j++) {
    if (g[j] !== g[tieStart]) {
      for (; tieStart < j; tieStart++) above.add(tieStart);
    }
    const { lower, equal, gaps } = above.compare(j);
    kept += tieStart - lower - equal / 2 + (j - tieStart) / 2;
    mass += gaps;
    for (; depths[next] === j + 1; next++) {
      result.orderConsistency[next] = kept / ((j * (j + 1)) / 2);
      result.inversionMass[next] = mass;
    }
  }
  return result;
}

function checkDepth(a: ArrayLike<number>, b: ArrayLike<number>, k: number): void {
  checkScorePair(a, b);
  if (!Number.isInteger(k) || k < 2 || k > a.length) {
    throw new RetrievalError({
      what: 'The depth is out of range',
      where: 'k',
      expected: `a whole number from 2 to ${a.length}`,
      found: String(k),
    });
  }
}

import { checkCount, checkFinite, checkLength } from '../../vectors/gallery/checkInput.js';
import { rankingOrder, sortRows } from '../ranking/rankingOrder.js';
import { denseRanks } from './denseRanks.js';
import { countInversions } from './inversions.js';

/** Kendall's rank correlations of two lists. */
export interface KendallTau {
  /** (concordant - discordant) / all pairs; ties count as neither. */
  tauA: number;
  /** The same divided by the pairs not tied in either list; 0 for a list of equal numbers, which has no order. */
  tauB: number;
}

/**
 * Kendall's tau-a and tau-b by counting inversions in a merge sort, O(n log n) (Knight 1966).
 *
 * @param a similarities of the items under one model, `[n]`, `n >= 2`
 * @param b similarities of the same items under the other
 * @throws RetrievalError for lists of unequal length, fewer than two items, or numbers that are not finite.
 */
export function kendallTau(a: ArrayLike<number>, b: ArrayLike<number>): KendallTau {
  checkScorePair(a, b);
  const rows = rankingOrder(b);
  const ranksOfB = denseRanks(b, rows);
  const tiedB = tiedPairs(takeRanks(ranksOfB, rows));
  // Sorted by `b` already, the rows are now sorted by `a` and, where `a` is tied, by `b`.
  sortRows(rows, a);
  const x = takeRanks(denseRanks(a, rows), rows);
  const y = takeRanks(ranksOfB, rows);
  const [tiedA, tiedBoth] = [tiedPairs(x), tiedPairs(y, x)];
  const discordant = countInversions(y);
  const pairs = (x.length * (x.length - 1)) / 2;
  const balance = pairs - tiedA - tiedB + tiedBoth - 2 * discordant;
  const untied = Math.sqrt((pairs - tiedA) * (pairs - tiedB));
  return { tauA: balance / pairs, tauB: untied === 0 ? 0 : clampToUnit(balance / untied) };
}

/** Refuses two lists that cannot be compared item by item. */
export function checkScorePair(a: ArrayLike<number>, b: ArrayLike<number>): void {
  checkLength(b, a.length, 'the second list of similarities');
  checkCount(a.length, 'items per list', 2);
  checkFinite(a, 'the first list of similarities');
  checkFinite(b, 'the second list of similarities');
}

/** Rounding may carry a correlation past its bounds by the last bit. */
export function clampToUnit(correlation: number): number {
  return Math.max(-1, Math.min(1, correlation));
}

function takeRanks(ranks: Int32Array, rows: Int32Array): Int32Array {
  const taken = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) taken[i] = ranks[rows[i]!]!;
  return taken;
}

/** Pairs of equal ranks in a list whose equal ranks stand together; with `within`, equal there too. */
function tiedPairs(ranks: Int32Array, within: Int32Array = ranks): number {
  let pairs = 0;
  let run = 0;
  for (let i = 1; i < ranks.length; i++) {
    run = ranks[i] === ranks[i - 1] && within[i] === within[i - 1] ? run + 1 : 0;
    pairs += run;
  }
  return pairs;
}

import { checkPositions } from '../../vectors/checks/checkNumbers.js';
import { checkCount } from '../../vectors/gallery/checkInput.js';

/*
 * Measures of the first k items. All take the zero-based positions of the positives in the ranking, ascending and with
 * ignored items removed, give NaN for a query without positives, and throw a RetrievalError for what is no such list and for
 * a depth below 1.
 */

/** R@k as metric learning and person search report it (CMC): 1 with a positive among the first `k`, else 0. */
export function recallAt(positions: ArrayLike<number>, k: number): number {
  check(positions, k);
  if (positions.length === 0) return NaN;
  return positions[0]! < k ? 1 : 0;
}

/** Share of the first `k` that are positives; below 1 for a query with fewer than `k` positives. */
export function precisionAt(positions: ArrayLike<number>, k: number): number {
  check(positions, k);
  if (positions.length === 0) return NaN;
  return countWithin(positions, k) / k;
}

/**
 * Precision of the revisited Oxford and Paris protocol: a list that shows its last positive before `k` is judged only
 * up to that one, so that few positives are not held against it.
 */
export function clippedPrecisionAt(positions: ArrayLike<number>, k: number): number {
  check(positions, k);
  if (positions.length === 0) return NaN;
  const clipped = Math.min(positions[positions.length - 1]! + 1, k);
  return countWithin(positions, clipped) / clipped;
}

function check(positions: ArrayLike<number>, k: number): void {
  checkPositions(positions);
  checkCount(k, 'k');
}

function countWithin(positions: ArrayLike<number>, k: number): number {
  let count = 0;
  while (count < positions.length && positions[count]! < k) count++;
  return count;
}

import { checkPositions } from '../../vectors/checks/checkNumbers.js';
import { checkCount } from '../../vectors/gallery/checkInput.js';

/*
 * Definitions of average precision in use. All take the zero-based positions of the positives in the ranking, ascending
 * and with ignored items removed, and give NaN for a query without positives. A positive missing from a truncated
 * ranking counts in `positiveCount` and contributes nothing. All throw a RetrievalError for positions that are no such list.
 */

/** Mean over the positives of the precision at each of them: the usual AP. */
export function averagePrecision(positions: ArrayLike<number>, positiveCount = positions.length): number {
  checkPositions(positions, positiveCount);
  let sum = 0;
  for (let j = 0; j < positions.length; j++) sum += (j + 1) / (positions[j]! + 1);
  return sum / positiveCount;
}

/**
 * Area under the precision-recall curve by trapezoids: the AP of the revisited Oxford and Paris protocol (Radenovic
 * et al. 2018). At most the usual AP, since it also averages in the precision just before each positive.
 */
export function trapezoidAveragePrecision(
  positions: ArrayLike<number>,
  positiveCount = positions.length,
): number {
  checkPositions(positions, positiveCount);
  let sum = 0;
  for (let j = 0; j < positions.length; j++) {
    const position = positions[j]!;
    const before = position === 0 ? 1 : j / position;
    sum += (before + (j + 1) / (position + 1)) / 2;
  }
  return sum / positiveCount;
}

/**
 * AP of the first `k` items, divided by the positives that can stand there, `min(positiveCount, k)`: the AP behind the
 * mAP@100 of Google Landmarks v2 (Weyand et al. 2020).
 */
export function averagePrecisionAt(
  positions: ArrayLike<number>,
  k: number,
  positiveCount = positions.length,
): number {
  checkPositions(positions, positiveCount);
  checkCount(k, 'k', 0);
  let sum = 0;
  for (let j = 0; j < positions.length && positions[j]! < k; j++) sum += (j + 1) / (positions[j]! + 1);
  return sum / Math.min(positiveCount, k);
}

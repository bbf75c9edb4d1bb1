import { gather, orderingScore, outranks, rankingOrder } from './rankingOrder.js';

/** Counts, item by item in any order, how many items stand above each positive of one query. */
export interface PositiveCounter {
  /** Similarities of the positives, best first. */
  readonly scores: Float64Array;
  /** Gallery rows of the positives, in the same order. */
  readonly rows: Int32Array;
  /** Entry `i`: items that stand above positive `i` but not above positive `i - 1`. */
  readonly between: Float64Array;
}

/**
 * @param rows gallery rows of the positives, ascending
 * @param scores their similarities
 */
export function positiveCounter(rows: Int32Array, scores: ArrayLike<number>): PositiveCounter {
  // Equal similarities keep the ascending order of the rows, which is the tie rule.
  const order = rankingOrder(scores);
  const sorted = {
    scores: gather(scores, order).map(orderingScore),
    rows: Int32Array.from(order, (i) => rows[i]!),
  };
  return { ...sorted, between: new Float64Array(rows.length) };
}

/**
 * Counts consecutive gallery items, positives and ignored ones among them.
 *
 * @param scores similarities of the items
 * @param firstRow gallery row of the first item
 */
export function countItems(
  counter: PositiveCounter,
  scores: Float32Array | Float64Array,
  firstRow: number,
): void {
  const { between } = counter;
  const lowest = counter.scores[counter.scores.length - 1];
  if (lowest === undefined) return;
  for (let j = 0; j < scores.length; j++) {
    // Most items stand below all positives; NaN passes this test only where it matters.
    if (scores[j]! < lowest) continue;
    const place = placeAmong(counter, scores[j]!, firstRow + j);
    if (place < between.length) between[place]!++;
  }
}

/** Takes one counted item back, as if it were not in the gallery. */
export function ignoreItem(counter: PositiveCounter, score: number, row: number): void {
  const place = placeAmong(counter, score, row);
  if (place < counter.between.length) counter.between[place]!--;
}

/** Zero-based positions of the positives in the ranking of the counted items, ascending. */
export function positionsOf(counter: PositiveCounter): Float64Array {
  const positions = new Float64Array(counter.between.length);
  let above = 0;
  for (let i = 0; i < positions.length; i++) positions[i] = above += counter.between[i]!;
  return positions;
}

/** Index of the first positive that the item outranks, by bisection. */
function placeAmong(counter: PositiveCounter, rawScore: number, row: number): number {
  const score = orderingScore(rawScore);
  const { scores, rows } = counter;
  let low = 0;
  let high = scores.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (outranks(score, row, scores[middle]!, rows[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}

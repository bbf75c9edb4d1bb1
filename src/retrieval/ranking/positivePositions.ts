import { gather, orderingScore, outranks, rankingOrder } from './rankingOrder.js';
import { placeByCell, scoreCells, UNDECIDED, type ScoreCells } from './scoreCells.js';

/** Counts, item by item in any order, how many items stand above each of some chosen rows in one query's ranking. */
export interface RowCounter {
  /** Similarities of the chosen rows, best first. */
  readonly scores: Float64Array;
  /** Gallery rows, in the same order. */
  readonly rows: Int32Array;
  /**
   * Entry `i`: items that stand above chosen row `i` but not above chosen row `i - 1`; one more entry for the items that
   * stand above none.
   */
  readonly between: Float64Array;
  readonly cells: ScoreCells;
}

/**
 * @param rows chosen gallery rows, ascending
 * @param scores their similarities
 */
export function rowCounter(rows: Int32Array, scores: ArrayLike<number>): RowCounter {
  // Equal similarities keep the ascending order of the rows, which is the tie rule.
  const order = rankingOrder(scores);
  const sorted = gather(scores, order).map(orderingScore);
  return {
    scores: sorted,
    rows: Int32Array.from(order, (i) => rows[i]!),
    between: new Float64Array(rows.length + 1),
    cells: scoreCells(sorted),
  };
}

/**
 * Counts consecutive gallery items, chosen ones among them.
 *
 * @param scores similarities of the items
 * @param firstRow gallery row of the first item
 */
export function countItems(counter: RowCounter, scores: Float32Array | Float64Array, firstRow: number): void {
  const { between, cells } = counter;
  const lowest = counter.scores[counter.scores.length - 1];
  if (lowest === undefined) return;
  for (let j = 0; j < scores.length; j++) {
    const score = scores[j]!;
    // NaN passes this test only where it matters.
    if (score < lowest) continue;
    let place = placeByCell(cells, score);
    if (place === UNDECIDED) place = placeByBisection(counter, score, firstRow + j);
    between[place]!++;
  }
}

/**
 * Zero-based positions of the positives in the ranking without the ignored rows, ascending.
 *
 * @param positives some of the chosen rows
 * @param ignored others of the chosen rows
 */
export function positionsOf(counter: RowCounter, positives: Int32Array, ignored: Int32Array): Float64Array {
  const [isPositive, isIgnored] = [new Set(positives), new Set(ignored)];
  const positions: number[] = [];
  let above = 0;
  counter.rows.forEach((row, i) => {
    above += counter.between[i]!;
    // An ignored row is among the items that stand above the next chosen row.
    if (isIgnored.has(row)) above--;
    else if (isPositive.has(row)) positions.push(above);
  });
  return Float64Array.from(positions);
}

/** Index of the first chosen row that the item outranks. */
function placeByBisection(counter: RowCounter, rawScore: number, row: number): number {
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

/**
 * Whether an item stands above another in a ranking: the higher similarity first, equal ones by lower gallery row.
 * The similarities must have passed through `orderingScore`.
 */
export function outranks(score: number, row: number, otherScore: number, otherRow: number): boolean {
  return score > otherScore || (score === otherScore && row < otherRow);
}

/** The similarity used for ordering: NaN counts as the lowest there is. */
export function orderingScore(score: number): number {
  return Number.isNaN(score) ? -Infinity : score;
}

/**
 * The ranking of one list of similarities: rows from the highest to the lowest, equal ones by lower row, NaN last;
 * O(n log n).
 */
export function rankingOrder(scores: ArrayLike<number>): Int32Array {
  const keys = new Float64Array(scores.length);
  const rows = new Int32Array(scores.length);
  for (let i = 0; i < scores.length; i++) {
    keys[i] = orderingScore(scores[i]!);
    rows[i] = i;
  }
  sortDescending(keys, rows);
  return rows;
}

/**
 * Sorts `keys` from high to low in place, equal ones in their old order, and carries `rows` along (merge sort).
 *
 * @returns the number of inversions: pairs that stood in strictly wrong order.
 */
export function sortDescending(keys: Float64Array, rows: Int32Array): number {
  const length = keys.length;
  let [fromKeys, fromRows] = [keys, rows];
  let [toKeys, toRows] = [new Float64Array(length), new Int32Array(length)];
  let inversions = 0;
  for (let width = 1; width < length; width *= 2) {
    for (let left = 0; left < length; left += 2 * width) {
      const middle = Math.min(left + width, length);
      const right = Math.min(left + 2 * width, length);
      inversions += mergeRuns(fromKeys, fromRows, toKeys, toRows, left, middle, right);
    }
    [fromKeys, toKeys] = [toKeys, fromKeys];
    [fromRows, toRows] = [toRows, fromRows];
  }
  if (fromKeys !== keys) {
    keys.set(fromKeys);
    rows.set(fromRows);
  }
  return inversions;
}

function mergeRuns(
  fromKeys: Float64Array,
  fromRows: Int32Array,
  toKeys: Float64Array,
  toRows: Int32Array,
  left: number,
  middle: number,
  right: number,
): number {
  let inversions = 0;
  let [i, j] = [left, middle];
  for (let k = left; k < right; k++) {
    const takeRight = j < right && (i >= middle || fromKeys[j]! > fromKeys[i]!);
    if (takeRight) inversions += middle - i;
    const taken = takeRight ? j++ : i++;
    toKeys[k] = fromKeys[taken]!;
    toRows[k] = fromRows[taken]!;
  }
  return inversions;
}

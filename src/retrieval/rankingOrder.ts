/** Runs this short are sorted faster by insertion than by merging. */
const SHORT_RUN = 16;

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
  let fromKeys = keys;
  let fromRows = rows;
  let toKeys: Float64Array = new Float64Array(length);
  let toRows: Int32Array = new Int32Array(length);
  let inversions = sortShortRuns(keys, rows);
  for (let width = SHORT_RUN; width < length; width *= 2) {
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

/** Insertion sort of each run of `SHORT_RUN` items; returns the inversions within the runs. */
function sortShortRuns(keys: Float64Array, rows: Int32Array): number {
  let inversions = 0;
  for (let i = 0; i < keys.length; i++) {
    const start = i - (i % SHORT_RUN);
    const key = keys[i]!;
    const row = rows[i]!;
    let at = i;
    for (; at > start && keys[at - 1]! < key; at--) {
      keys[at] = keys[at - 1]!;
      rows[at] = rows[at - 1]!;
    }
    keys[at] = key;
    rows[at] = row;
    inversions += i - at;
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
  let i = left;
  let j = middle;
  let k = left;
  while (i < middle && j < right) {
    const takeRight = fromKeys[j]! > fromKeys[i]!;
    if (takeRight) inversions += middle - i;
    const taken = takeRight ? j++ : i++;
    toKeys[k] = fromKeys[taken]!;
    toRows[k++] = fromRows[taken]!;
  }
  const [rest, end] = i < middle ? [i, middle] : [j, right];
  toKeys.set(fromKeys.subarray(rest, end), k);
  toRows.set(fromRows.subarray(rest, end), k);
  return inversions;
}

/** The numbers at the given rows, in their order. */
export function gather(values: ArrayLike<number>, rows: Int32Array): Float64Array {
  const picked = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) picked[i] = values[rows[i]!]!;
  return picked;
}

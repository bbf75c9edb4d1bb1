/** A digit has 2^11 values in a long list: three passes for 32 bits, and the counts stay in the fastest cache. */
const LONG_DIGIT = 11;
/** In a short list, clearing so many counts would take longer than a fourth pass. */
const SHORT_DIGIT = 8;
const SHORT_LIST = 3000;

/**
 * Puts `rows` in ascending order of their keys, in place; rows of equal keys keep their order. O(n).
 *
 * @param rows `[n]` indices into `keys`
 * @param keys 32-bit keys by row, read as unsigned
 */
export function sortByKeys(rows: Int32Array, keys: Int32Array): void {
  const length = rows.length;
  const bits = length < SHORT_LIST ? SHORT_DIGIT : LONG_DIGIT;
  let fromRows = rows;
  let fromKeys = gatherKeys(keys, rows);
  let toRows: Int32Array = new Int32Array(length);
  let toKeys: Int32Array = new Int32Array(length);
  const starts = new Int32Array(2 ** bits);
  for (let shift = 0; shift < 32; shift += bits) {
    countDigits(fromKeys, shift, starts);
    if (!countsToStarts(starts, length)) continue;
    placeByDigit(fromRows, fromKeys, toRows, toKeys, shift, starts);
    [fromRows, toRows] = [toRows, fromRows];
    [fromKeys, toKeys] = [toKeys, fromKeys];
  }
  if (fromRows !== rows) rows.set(fromRows);
}

function gatherKeys(keys: Int32Array, rows: Int32Array): Int32Array {
  const gathered = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) gathered[i] = keys[rows[i]!]!;
  return gathered;
}

function countDigits(keys: Int32Array, shift: number, counts: Int32Array): void {
  const mask = counts.length - 1;
  counts.fill(0);
  for (let i = 0; i < keys.length; i++) counts[(keys[i]! >>> shift) & mask]!++;
}

/** Turns counts into the place of the first item of each digit; false where all items share one digit. */
function countsToStarts(counts: Int32Array, total: number): boolean {
  let start = 0;
  for (let digit = 0; digit < counts.length; digit++) {
    const count = counts[digit]!;
    if (count === total) return false;
    counts[digit] = start;
    start += count;
  }
  return true;
}

function placeByDigit(
  fromRows: Int32Array,
  fromKeys: Int32Array,
  toRows: Int32Array,
  toKeys: Int32Array,
  shift: number,
  starts: Int32Array,
): void {
  const mask = starts.length - 1;
  for (let i = 0; i < fromKeys.length; i++) {
    const key = fromKeys[i]!;
    const place = starts[(key >>> shift) & mask]!++;
    toKeys[place] = key;
    toRows[place] = fromRows[i]!;
  }
}

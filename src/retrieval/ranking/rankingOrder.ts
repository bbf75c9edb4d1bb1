import { sortByKeys } from './radixSort.js';

/** Lists this short are sorted faster by insertion than digit by digit. */
const SHORT_LIST = 96;

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
 * The ranking of one list of similarities: rows from the highest to the lowest, equal ones by lower row, NaN last; O(n).
 */
export function rankingOrder(scores: ArrayLike<number>): Int32Array {
  const rows = new Int32Array(scores.length);
  for (let i = 0; i < rows.length; i++) rows[i] = i;
  sortRows(rows, scores);
  return rows;
}

/** Puts `rows` in descending order of their similarities, in place; rows of equal similarity keep their order. */
export function sortRows(rows: Int32Array, scores: ArrayLike<number>): void {
  if (rows.length <= SHORT_LIST) return insertRows(rows, scores);
  // Sorting by the low word first and by the high word last sorts by both.
  for (const word of descendingKeys(scores)) sortByKeys(rows, word);
}

/** The numbers at the given rows, in their order. */
export function gather(values: ArrayLike<number>, rows: Int32Array): Float64Array {
  const picked = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) picked[i] = values[rows[i]!]!;
  return picked;
}

function insertRows(rows: Int32Array, scores: ArrayLike<number>): void {
  for (let i = 1; i < rows.length; i++) {
    const row = rows[i]!;
    const score = orderingScore(scores[row]!);
    let at = i;
    for (; at > 0 && orderingScore(scores[rows[at - 1]!]!) < score; at--) rows[at] = rows[at - 1]!;
    rows[at] = row;
  }
}

/**
 * Unsigned integers in the reverse order of the similarities, as 32-bit words, the low one first. The bits of a positive
 * float rise with its value and those of a negative float fall, so flipping the positive ones reverses the order. One
 * word is enough for similarities that float32 holds exactly.
 */
function descendingKeys(scores: ArrayLike<number>): Int32Array[] {
  const single = float32Bits(scores);
  if (single) {
    for (let i = 0; i < single.length; i++) {
      const bits = single[i]!;
      single[i] = bits ^ (~(bits >> 31) & 0x7fffffff);
    }
    return [single];
  }
  const words = float64Bits(scores);
  const [low, high] = [new Int32Array(scores.length), new Int32Array(scores.length)];
  for (let i = 0; i < low.length; i++) {
    const positive = ~(words[2 * i + 1]! >> 31);
    low[i] = words[2 * i]! ^ positive;
    high[i] = words[2 * i + 1]! ^ (positive & 0x7fffffff);
  }
  return [low, high];
}

/** The bits of similarities that are all float32 numbers, else nothing. */
function float32Bits(scores: ArrayLike<number>): Int32Array | undefined {
  const floats = new Float32Array(scores.length);
  for (let i = 0; i < floats.length; i++) {
    const score = sortable(scores[i]!);
    floats[i] = score;
    if (floats[i] !== score) return undefined;
  }
  return new Int32Array(floats.buffer);
}

/** The bits of each similarity in two words, the low one first. */
function float64Bits(scores: ArrayLike<number>): Int32Array {
  const floats = new Float64Array(scores.length);
  for (let i = 0; i < floats.length; i++) floats[i] = sortable(scores[i]!);
  return new Int32Array(floats.buffer);
}

/** The ordering similarity; adding 0 makes the equal numbers -0 and 0 the same bits. */
function sortable(score: number): number {
  return orderingScore(score) + 0;
}

import { rankingOrder, sortRows } from '../ranking/rankingOrder.js';
import { denseRanks } from './denseRanks.js';
import { checkScorePair, clampToUnit } from './kendallTau.js';

/**
 * Weighted tau (Vigna 2015): Kendall's tau-b in which a pair weighs `1 / (1 + r) + 1 / (1 + s)` where its items stand at
 * ranks `r` and `s` from 0, so that exchanges at the top of the list cost most. The mean over ranks from either list, as
 * SciPy's `weightedtau` gives it by default; 0 for a list of equal numbers, which has no order. O(n log n).
 *
 * @param a similarities of the items under one model, `[n]`, `n >= 2`
 * @param b similarities of the same items under the other
 * @throws RetrievalError for lists of unequal length, fewer than two items, or numbers that are not finite.
 */
export function weightedTau(a: ArrayLike<number>, b: ArrayLike<number>): number {
  checkScorePair(a, b);
  const rows = rankingOrder(b);
  const ranksOfB = denseRanks(b, rows);
  // Sorted by `b` already, the rows are now sorted by `a` and, where `a` is tied, by `b`.
  sortRows(rows, a);
  const ranksOfA = denseRanks(a, rows);
  const inA = rows.map((row) => ranksOfA[row]!);
  const inB = rows.map((row) => ranksOfB[row]!);
  const [countsA, countsB] = [countsOf(inA), countsOf(inB)];
  const firstInB = startsOf(countsB);
  const tree = new Int32Array(rows.length + 1);
  const seen = new Int32Array(rows.length);
  // A pair's weight is the sum of its items', so it is enough to know of each item how many pairs it is in.
  const sums = [weightedSums(), weightedSums()] as const;
  let alike = 0;
  for (let i = 0; i < rows.length; i++) {
    const [x, y] = [inA[i]!, inB[i]!];
    if (i === 0 || inA[i - 1] !== x || inB[i - 1] !== y) alike = runLength(inA, inB, i);
    const notLower = countUpTo(tree, y);
    const above = notLower - seen[y]!;
    // Earlier items that `b` puts lower, and later ones that it puts higher.
    const discordant = i - notLower + (firstInB[y]! - above);
    const pairs = {
      untiedA: rows.length - countsA[x]!,
      untiedB: rows.length - countsB[y]!,
      balance: rows.length - countsA[x]! - countsB[y]! + alike - 2 * discordant,
    };
    addWeighted(sums[0], pairs, i);
    // Among equals of `b` the one that `a` puts first is first.
    addWeighted(sums[1], pairs, firstInB[y]! + seen[y]!);
    seen[y]!++;
    addTo(tree, y);
  }
  return clampToUnit((tauOf(sums[0]) + tauOf(sums[1])) / 2);
}

interface PairSums {
  untiedA: number;
  untiedB: number;
  /** Concordant pairs less discordant ones. */
  balance: number;
}

const weightedSums = (): PairSums => ({ untiedA: 0, untiedB: 0, balance: 0 });

function addWeighted(sums: PairSums, pairs: PairSums, rank: number): void {
  const weight = 1 / (1 + rank);
  sums.untiedA += weight * pairs.untiedA;
  sums.untiedB += weight * pairs.untiedB;
  sums.balance += weight * pairs.balance;
}

function tauOf({ untiedA, untiedB, balance }: PairSums): number {
  return untiedA > 0 && untiedB > 0 ? balance / Math.sqrt(untiedA * untiedB) : 0;
}

function countsOf(places: Int32Array): Int32Array {
  const counts = new Int32Array(places.length);
  for (const place of places) counts[place]!++;
  return counts;
}

/** How many items stand above each place. */
function startsOf(counts: Int32Array): Int32Array {
  let sum = 0;
  return counts.map((count) => (sum += count) - count);
}

/** Length of the run of items from `first` on that are tied in both lists. */
function runLength(a: Int32Array, b: Int32Array, first: number): number {
  let end = first + 1;
  while (end < a.length && a[end] === a[first] && b[end] === b[first]) end++;
  return end - first;
}

/** Items of a Fenwick tree at a place or above it. */
function countUpTo(tree: Int32Array, place: number): number {
  let count = 0;
  for (let node = place + 1; node > 0; node -= node & -node) count += tree[node]!;
  return count;
}

function addTo(tree: Int32Array, place: number): void {
  for (let node = place + 1; node < tree.length; node += node & -node) tree[node]!++;
}

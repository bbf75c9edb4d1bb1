/** Runs this short are sorted faster by insertion than by merging. */
const SHORT_RUN = 16;

/**
 * Counts the inversions of a list: pairs where the earlier number is strictly larger; O(n log n) by merge sort.
 *
 * @param ranks `[n]` numbers from 0 on; sorted by the call
 */
export function countInversions(ranks: Int32Array): number {
  let from = ranks;
  let to: Int32Array = new Int32Array(ranks.length);
  let inversions = sortShortRuns(ranks);
  for (let width = SHORT_RUN; width < ranks.length; width *= 2) {
    for (let left = 0; left < ranks.length; left += 2 * width) {
      const middle = Math.min(left + width, ranks.length);
      inversions += mergeRuns(from, to, left, middle, Math.min(middle + width, ranks.length));
    }
    [from, to] = [to, from];
  }
  if (from !== ranks) ranks.set(from);
  return inversions;
}

/** Insertion sort of each run of `SHORT_RUN` numbers; returns the inversions within the runs. */
function sortShortRuns(ranks: Int32Array): number {
  let inversions = 0;
  for (let i = 0; i < ranks.length; i++) {
    const start = i - (i % SHORT_RUN);
    const rank = ranks[i]!;
    let at = i;
    for (; at > start && ranks[at - 1]! > rank; at--) ranks[at] = ranks[at - 1]!;
    ranks[at] = rank;
    inversions += i - at;
  }
  return inversions;
}

/** Merges two sorted runs; returns the pairs of a number of the left run and a smaller one of the right. */
function mergeRuns(from: Int32Array, to: Int32Array, left: number, middle: number, right: number): number {
  let inversions = 0;
  let [i, j, k] = [left, middle, left];
  while (i < middle && j < right) {
    const [a, b] = [from[i]!, from[j]!];
    // All ones where the right number is smaller, else 0: no processor can foresee a branch on random ranks.
    const takeRight = (b - a) >> 31;
    to[k++] = a + ((b - a) & takeRight);
    inversions += (middle - i) & takeRight;
    i += 1 + takeRight;
    j -= takeRight;
  }
  const [rest, end] = i < middle ? [i, middle] : [j, right];
  to.set(from.subarray(rest, end), k);
  return inversions;
}

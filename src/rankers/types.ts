/**
 * What a ranker gives: for each of N pictures the pictures that it puts first, best first. A picture stands at the head of
 * its own list.
 */
export interface RankedLists {
  /** N */
  rows: number;
  /** K, places of each list. */
  length: number;
  /** `[N, K]` rows of the pictures in each list, none of them twice. */
  indices: Int32Array;
  /** `[N, K]` scores that belong to `indices`, never increasing along K; missing where there is nothing but an order. */
  scores?: Float32Array;
}

/**
 * Zero-based ranks of similarities, the highest first; equal similarities share a rank and no rank is left out.
 *
 * @param scores `[n]`
 * @param order `[n]` rows in descending order of `scores`
 */
export function denseRanks(scores: ArrayLike<number>, order: Int32Array): Int32Array {
  const ranks = new Int32Array(order.length);
  let rank = 0;
  let before = scores[order[0]!];
  for (let i = 1; i < order.length; i++) {
    const score = scores[order[i]!]!;
    if (score !== before) rank++;
    ranks[order[i]!] = rank;
    before = score;
  }
  return ranks;
}

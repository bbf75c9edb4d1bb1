/*
 * Measures that discount a positive by its position. Both take the zero-based positions of the positives in the ranking,
 * ascending and with ignored items removed, and give NaN for a query without positives.
 */

/** One over the one-based position of the first positive; its mean is MRR. */
export function reciprocalRank(positions: ArrayLike<number>): number {
  return positions.length === 0 ? NaN : 1 / (positions[0]! + 1);
}

/**
 * NDCG of the whole list for what is right or wrong (Järvelin and Kekäläinen 2002): each positive gains
 * `1 / log2(2 + position)`, over what all would gain at the top.
 */
export function normalisedGain(positions: ArrayLike<number>): number {
  let [gain, best] = [0, 0];
  for (let j = 0; j < positions.length; j++) {
    gain += 1 / Math.log2(2 + positions[j]!);
    best += 1 / Math.log2(2 + j);
  }
  return gain / best;
}

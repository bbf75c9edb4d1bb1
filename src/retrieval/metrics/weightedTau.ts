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
  return clampToUnit((tauByRanksOf(a, b) + tauByRanksOf(b, a)) / 2);
}

/** Items are ranked by `x` and, where it is tied, by `y`. */
function tauByRanksOf(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const rows = rankingOrder(y);
  const placesOfY = denseRanks(y, rows);
  sortRows(rows, x);
  const placesOfX = denseRanks(x, rows);
  const inY = rows.map((row) => placesOfY[row]!);
  const inX = rows.map((row) => placesOfX[row]!);
  const total = (rows.length - 1) * sum(rows.length, weight);
  const [tiedX, tiedBoth] = [tiedPairs(inX), tiedPairs(inX, inY)];
  const { discordant, tied: tiedY } = pairsByPlace(inY);
  const untied = Math.sqrt((total - tiedX) * (total - tiedY));
  return untied > 0 ? (total - tiedX - tiedY + tiedBoth - 2 * discordant) / untied : 0;
}

const weight = (rank: number): number => 1 / (1 + rank);

/** Weight of the pairs that share their place, in a list whose equal places stand together; with `also`, in both lists. */
function tiedPairs(places: Int32Array, also: Int32Array = places): number {
  let pairs = 0;
  for (let first = 0; first < places.length;) {
    let end = first;
    let weights = 0;
    while (places[end] === places[first] && also[end] === also[first] && end < places.length) {
      weights += weight(end++);
    }
    pairs += (end - first - 1) * weights;
    first = end;
  }
  return pairs;
}

/** Weight of the pairs whose later item has the smaller place, and of those of equal place, from Fenwick trees. */
function pairsByPlace(places: Int32Array): { discordant: number; tied: number } {
  const { length } = places;
  const [counts, weights] = [new Int32Array(length + 1), new Float64Array(length + 1)];
  const [countOf, weightOf] = [new Int32Array(length), new Float64Array(length)];
  let [seen, discordant] = [0, 0];
  for (let i = 0; i < length; i++) {
    const place = places[i]!;
    let [notAbove, weightNotAbove] = [0, 0];
    for (let node = place + 1; node > 0; node -= node & -node) {
      notAbove += counts[node]!;
      weightNotAbove += weights[node]!;
    }
    const own = weight(i);
    discordant += (i - notAbove) * own + (seen - weightNotAbove);
    for (let node = place + 1; node <= length; node += node & -node) {
      counts[node]!++;
      weights[node]! += own;
    }
    countOf[place]!++;
    weightOf[place]! += own;
    seen += own;
  }
  return { discordant, tied: sum(length, (place) => (countOf[place]! - 1) * weightOf[place]!) };
}

function sum(count: number, value: (i: number) => number): number {
  let total = 0;
  for (let i = 0; i < count; i++) total += value(i);
  return total;
}

import { checkCount } from '../../vectors/gallery/checkInput.js';
import { checkRankings } from './overlap.js';

/**
 * tau-AP (Yilmaz, Aslam and Robertson 2008): Kendall's tau with each item judged by the share of the items above it
 * that belong above it, so that the top of the list weighs most. Not symmetric; -1 for the reversed list. O(n log n).
 *
 * @param ranking the ranking that is judged, rows `0 .. n-1`, best first, `n >= 2`
 * @param reference the ranking it is judged against
 * @throws RetrievalError for lists that are no rankings of the same rows, or of fewer than two items.
 */
export function tauAp(ranking: Int32Array, reference: Int32Array): number {
  checkRankings(ranking, reference);
  checkCount(ranking.length, 'items per ranking', 2);
  return tauApOfRankings(ranking, reference);
}

/** The same for what is known to be two rankings. */
export function tauApOfRankings(ranking: Int32Array, reference: Int32Array): number {
  const length = ranking.length;
  const place = new Int32Array(length);
  for (let i = 0; i < length; i++) place[reference[i]!] = i;
  // A Fenwick tree over the reference's places counts the items seen so far that stand above a place.
  const tree = new Int32Array(length + 1);
  let sum = 0;
  for (let i = 0; i < length; i++) {
    const at = place[ranking[i]!]!;
    let above = 0;
    for (let node = at; node > 0; node -= node & -node) above += tree[node]!;
    if (i > 0) sum += above / i;
    for (let node = at + 1; node <= length; node += node & -node) tree[node]!++;
  }
  return (2 * sum) / (length - 1) - 1;
}

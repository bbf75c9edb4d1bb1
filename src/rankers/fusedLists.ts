import { RetrievalError } from '../errors.js';
import { checkPlaces } from './checkVectors.js';
import { listsOf } from './listsOf.js';
import type { FusionConfig } from './rankerConfig.js';
import type { RankedLists } from './types.js';

/** Places before the first, so that the first places do not decide alone (Cormack et al. 2009). */
const placesBefore = 60;

/**
 * One list of several for each picture, over all pictures that any of them names.
 *
 * `mean`: by the mean of the scores, of each list brought to 0 at its last and 1 at its first place; 0 where it is missing.
 * `reciprocalRank`: by the mean of `61 / (60 + place)`, places from 1 (Cormack et al. 2009); 0 where it is missing.
 * `order`: by the mean place, that behind the last where it is missing; these lists have no scores, and no map of the
 * scores that keeps their order changes them. Of equals the one that the first ranker puts first comes first, then the lower row.
 * @param lists of the same N pictures, each at the head of its own list
 * @param length K, at most that of the longest list
 * @throws RetrievalError for fewer than two, for lists of different pictures, for `mean` without scores, and when K is out of range.
 * @example
 * const lists = (...indices: number[]) => ({ rows: 1, length: 4, indices: Int32Array.from(indices) });
 * const fused = await fusedLists([lists(0, 1, 2, 3), lists(0, 2, 4, 1)], 'order', 4);
 * console.log(fused.indices.join(' ')); // 0 2 1 4
 */
export async function fusedLists(
  lists: readonly RankedLists[],
  by: FusionConfig['by'],
  length: number,
): Promise<RankedLists> {
  checkLists(lists, by);
  const { rows } = lists[0]!;
  checkPlaces(length, Math.max(...lists.map((list) => list.length)), 'length');
  const highest = lists.reduce(
    (all, list) => list.indices.reduce((high, other) => Math.max(high, other), all),
    0,
  );
  const scores = new Float64Array(highest + 1);
  const ties = new Float64Array(highest + 1);
  const gains = lists.map((list) => gainOf(list, by));
  // What every list takes from or gives to one that it does not name.
  const absent = by === 'order' ? -lists.reduce((sum, list) => sum + list.length + 1, 0) : 0;

  const fused = await listsOf(rows, length, (row) => {
    const others = new Set<number>();
    for (const { indices, length: places } of lists) {
      for (let k = row * places; k < (row + 1) * places; k++) others.add(indices[k]!);
    }
    for (const other of others) {
      scores[other] = absent;
      ties[other] = -Infinity;
    }
    lists.forEach(({ indices, length: places }, number) => {
      for (let place = 0; place < places; place++) {
        const other = indices[row * places + place]!;
        scores[other]! += gains[number]!(row, place);
        if (number === 0) ties[other] = -place;
      }
    });
    for (const other of others) scores[other]! /= lists.length;
    return { others: Int32Array.from(others), scores, ties };
  });
  if (by === 'order') delete fused.scores;
  return fused;
}

/** What a place of a list adds to a picture, beside one that is not in it. */
function gainOf({ length, scores }: RankedLists, by: FusionConfig['by']) {
  if (by === 'reciprocalRank') {
    return (_row: number, place: number) => (placesBefore + 1) / (placesBefore + 1 + place);
  }
  if (by === 'order') return (_row: number, place: number) => length - place;
  return (row: number, place: number) => {
    const last = scores![(row + 1) * length - 1]!;
    const range = scores![row * length]! - last;
    return range > 0 ? (scores![row * length + place]! - last) / range : 1;
  };
}

function checkLists(lists: readonly RankedLists[], by: FusionConfig['by']): void {
  const rows = lists.map((list) => list.rows);
  if (lists.length < 2 || new Set(rows).size > 1) {
    throw new RetrievalError({
      what: 'These lists cannot be made one',
      where: 'lists',
      expected: 'at least two lists for each of the same pictures',
      found: lists.length < 2 ? String(lists.length) : rows.map((count) => `${count} pictures`).join(', '),
      kind: 'usage',
    });
  }
  const without = lists.findIndex((list) => !list.scores);
  if (by !== 'mean' || without < 0) return;
  throw new RetrievalError({
    what: 'A list without scores has no mean with others',
    where: `lists[${without}]`,
    expected: 'scores, which `labels`, a fusion by `order` and some files do not have',
    found: 'an order alone',
    fix: 'set by: reciprocalRank or by: order, which look at the places',
    kind: 'usage',
  });
}

import { relevanceFromLabels } from '../ranking/relevance.js';
import type {
  GoogleLandmarksGroundTruth,
  GroundTruth,
  IdentityGroundTruth,
  RevisitedGroundTruth,
} from '../../datasets/groundTruth/types.js';

/** One way to score a ranking: which queries take part, what is right for them and what is left out. */
export interface Setup {
  /** For example `easy`. */
  name: string;
  /** Queries of the ground truth that take part, ascending. */
  queries: Int32Array;
  /** One entry per query that takes part: gallery rows, ascending. */
  positives: Int32Array[];
  /** One entry per query that takes part: gallery rows that are removed from the ranking, ascending. */
  ignored: Int32Array[];
}

/**
 * The setups of a ground truth: easy, medium and hard; public and private; or all.
 *
 * @param galleryRows `[N]` where each picture of the ground truth's gallery lies in the gallery that is searched
 * @param searchedRows rows of that gallery, distractors among them
 */
export function setupsOf(truth: GroundTruth, galleryRows: Int32Array, searchedRows: number): Setup[] {
  switch (truth.kind) {
    case 'revisited':
      return revisitedSetups(truth, galleryRows);
    case 'google-landmarks':
      return landmarkSetups(truth, galleryRows);
    case 'identity':
      return [identitySetup(truth, galleryRows, searchedRows)];
  }
}

/** Each setup takes one of the lists for junk or for positives; the rest of the gallery is wrong. */
function revisitedSetups({ queries }: RevisitedGroundTruth, galleryRows: Int32Array): Setup[] {
  const all = Int32Array.from(queries, (_, q) => q);
  const lists = queries.map(({ easy, hard, junk }) => ({
    easy: moved(easy, galleryRows),
    hard: moved(hard, galleryRows),
    junk: moved(junk, galleryRows),
  }));
  type Name = 'easy' | 'hard' | 'junk';
  const setup = (name: string, positives: Name[], ignored: Name[]): Setup => ({
    name,
    queries: all,
    positives: lists.map((list) => joined(positives.map((key) => list[key]))),
    ignored: lists.map((list) => joined(ignored.map((key) => list[key]))),
  });
  return [
    setup('easy', ['easy'], ['junk', 'hard']),
    setup('medium', ['easy', 'hard'], ['junk']),
    setup('hard', ['hard'], ['junk', 'easy']),
  ];
}

function landmarkSetups(truth: GoogleLandmarksGroundTruth, galleryRows: Int32Array): Setup[] {
  const none = new Int32Array(0);
  return (['public', 'private'] as const).map((name) => {
    const queries = Int32Array.from(truth.usages.flatMap((usage, q) => (usage === name ? [q] : [])));
    return {
      name,
      queries,
      positives: Array.from(queries, (q) => moved(truth.positives[q]!, galleryRows)),
      ignored: Array.from(queries, () => none),
    };
  });
}

function identitySetup(truth: IdentityGroundTruth, galleryRows: Int32Array, searchedRows: number): Setup {
  const galleryLabels = new Int32Array(searchedRows).fill(-1);
  galleryRows.forEach((row, i) => (galleryLabels[row] = truth.galleryIdentities[i]!));
  const { positives, ignored } = relevanceFromLabels({
    queryLabels: truth.queryIdentities,
    galleryLabels,
    selfInGallery: truth.selfInGallery.map((row) => (row < 0 ? -1 : galleryRows[row]!)),
    ...(truth.junk && { junk: truth.junk.map((rows) => moved(rows, galleryRows)) }),
  });
  return { name: 'all', queries: Int32Array.from(positives, (_, q) => q), positives, ignored };
}

function moved(rows: Int32Array, galleryRows: Int32Array): Int32Array {
  return rows.map((row) => galleryRows[row]!).sort();
}

function joined(lists: Int32Array[]): Int32Array {
  return Int32Array.from(lists.flatMap((list) => [...list])).sort();
}

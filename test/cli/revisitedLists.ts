import { fromScores, scoresOfRanking } from '../retrieval/protocols/scores.js';

/** The gallery of the ground truth in `test/datasets/groundTruth/fixtures`. */
export const names = [
  'all_souls_000013',
  'all_souls_000026',
  'christ_church_000179',
  'oxford_000001',
  'oxford_000002',
  'radcliffe_000005',
];

/*
 * Two queries with its lists. Query 0: easy 0, 1; hard 4; junk 2, 3. Query 1: hard 2; junk 5. Without junk:
 *   easy     query 0: 0 5 1 and positives at 0 and 2; query 1 has none
 *   medium   query 0: 0 4 5 1, positives at 0, 1 and 3; query 1: 0 2 1 3 4, positive at 1
 *   hard     query 0: 4 5, positive at 0; query 1 as in medium
 */
export const { queries, gallery } = fromScores([
  scoresOfRanking([2, 0, 4, 5, 1, 3]),
  scoresOfRanking([0, 5, 2, 1, 3, 4]),
]);
export const easy = (1 + (1 / 2 + 2 / 3) / 2) / 2;
export const medium = ((1 + 1 + (2 / 3 + 3 / 4) / 2) / 3 + 1 / 4) / 2;
export const hard = (1 + 1 / 4) / 2;

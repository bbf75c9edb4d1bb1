import type { EmbeddingMatrix } from '../../../src/vectors/embeddingMatrix.js';
import type { IdentityGroundTruth, RevisitedGroundTruth } from '../../../src/datasets/groundTruth/types.js';
import { matrixOf } from '../ranking/matrices.js';

/** Embeddings whose similarities are the given ones, `[Q][N]`: query `q` is the axis `q`. */
export function fromScores(scores: number[][]): { queries: EmbeddingMatrix; gallery: EmbeddingMatrix } {
  const axis = (q: number) => scores.map((_, i) => Number(i === q));
  return {
    queries: matrixOf(scores.map((_, q) => axis(q))),
    gallery: matrixOf(scores[0].map((_, row) => scores.map((list) => list[row]))),
  };
}

/** Similarities that put gallery rows into this order. */
export function scoresOfRanking(ranking: number[]): number[] {
  const scores = new Array<number>(ranking.length);
  ranking.forEach((row, position) => (scores[row] = 1 - position / (2 * ranking.length)));
  return scores;
}

const names = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => `${prefix}${i}`);

/** Lists per query as a ground truth. */
export function revisitedTruth(
  galleryRows: number,
  queries: { easy: number[]; hard: number[]; junk: number[] }[],
): RevisitedGroundTruth {
  return {
    kind: 'revisited',
    galleryIds: names('g', galleryRows),
    queryIds: names('q', queries.length),
    queries: queries.map(({ easy, hard, junk }) => ({
      box: [0, 0, 1, 1],
      easy: Int32Array.from(easy),
      hard: Int32Array.from(hard),
      junk: Int32Array.from(junk),
    })),
  };
}

/** Identities of gallery and queries, and where each query lies in the gallery. */
export function identityTruth(gallery: number[], queries: number[], self: number[]): IdentityGroundTruth {
  return {
    kind: 'identity',
    galleryIds: names('g', gallery.length),
    queryIds: names('q', queries.length),
    galleryIdentities: Int32Array.from(gallery),
    queryIdentities: Int32Array.from(queries),
    selfInGallery: Int32Array.from(self),
  };
}

import type { RankedVectorsConfig, RankerConfig } from '../rankers/rankerConfig.js';

/** What a ranker of a rehearsal may take. */
export interface SmallRanking {
  /** Neighbours that a replica can fill. */
  most: number;
  /** Stands in for vectors of other models and files. */
  vectors: RankedVectorsConfig;
}

/** The same ranker with few neighbours and without files of a user's own: the nearest by cosine stand in for their lists. */
export function smallRanker(ranker: RankerConfig, small: SmallRanking): RankerConfig {
  if (ranker.kind === 'labels') return ranker;
  if (ranker.kind === 'fusion') return { ...ranker, of: ranker.of.map((part) => smallRanker(part, small)) };
  if (ranker.kind === 'file') return { kind: 'cosine', vectors: [{ name: 'gallery' }], treatment: 'raw' };
  const isOwn = ({ name }: RankedVectorsConfig) => name === 'gallery' || name === 'queryFeatures';
  const vectors = ranker.vectors.map((source) => (isOwn(source) ? source : small.vectors));
  const few = (count: number) => Math.min(count, small.most);
  if (ranker.kind === 'cosine') return { ...ranker, vectors };
  if (ranker.kind === 'reciprocal') return { ...ranker, vectors, k1: few(ranker.k1), k2: few(ranker.k2) };
  return { ...ranker, vectors, neighbours: few(ranker.neighbours) };
}

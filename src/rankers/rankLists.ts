import type { EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import { cosineLists } from './cosineLists.js';
import { joinVectors } from './rankedVectors.js';
import type { RankedVectorsConfig, RankerConfig, Treatment } from './rankerConfig.js';
import { reciprocalLists } from './reciprocalLists.js';
import type { RankedLists } from './types.js';

/** The pictures that are ranked. */
export interface RankerInput {
  /** `[N, D]` the gallery model's vectors. */
  gallery: EmbeddingMatrix;
  /** `[N]`, -1 for none; for the oracle. */
  labels?: Int32Array;
  /** `[N]`, for lists from a file. */
  ids?: readonly string[];
  /** Other vectors of the same pictures, `[N, D]`. */
  vectors: (source: RankedVectorsConfig) => Promise<EmbeddingMatrix>;
}

type OfKind<Kind> = Extract<RankerConfig, { kind: Kind }>;
type Rankers = {
  [Kind in RankerConfig['kind']]: (
    config: OfKind<Kind>,
    input: RankerInput,
    length: number,
  ) => Promise<RankedLists>;
};

const rankers: Pick<Rankers, 'cosine' | 'reciprocal'> = {
  cosine: async (config, input, length) => cosineLists(await compared(config, input), length),
  reciprocal: async (config, input, length) =>
    reciprocalLists(await compared(config, input), { ...config, length }),
};

/**
 * Ranks pictures as a configuration says.
 * @param length K, places of each list, 1 to N
 * @throws RetrievalError for vectors and settings that the ranker refuses.
 */
export async function rankLists(
  config: RankerConfig,
  input: RankerInput,
  length: number,
): Promise<RankedLists> {
  const rank = (rankers as Rankers)[config.kind] as (
    config: RankerConfig,
    input: RankerInput,
    length: number,
  ) => Promise<RankedLists>;
  return rank(config, input, length);
}

async function compared(
  { vectors, treatment }: { vectors: RankedVectorsConfig[]; treatment: Treatment },
  input: RankerInput,
): Promise<EmbeddingMatrix> {
  const sets: EmbeddingMatrix[] = [];
  for (const source of vectors) {
    sets.push(source.name === 'gallery' ? input.gallery : await input.vectors(source));
  }
  return joinVectors(sets, treatment);
}

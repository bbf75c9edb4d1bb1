import { RetrievalError } from '../errors.js';
import type { EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import { cosineLists } from './cosineLists.js';
import { diffusionLists } from './diffusionLists.js';
import { queryExpansionLists } from './expandedVectors.js';
import { fileLists } from './fileLists.js';
import { fusedLists } from './fusedLists.js';
import { labelLists } from './labelLists.js';
import { checkShared } from './listQuality.js';
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

type Ranker<Config> = (config: Config, input: RankerInput, length: number) => Promise<RankedLists>;
type Rankers = { [Kind in RankerConfig['kind']]: Ranker<Extract<RankerConfig, { kind: Kind }>> };

/** The rankers by their `kind`. */
const rankers: Rankers = {
  cosine: async (config, input, length) => cosineLists(await compared(config, input), length),
  queryExpansion: async (config, input, length) =>
    queryExpansionLists(await compared(config, input), { ...config, length }),
  reciprocal: async (config, input, length) =>
    reciprocalLists(await compared(config, input), { ...config, length }),
  diffusion: async (config, input, length) =>
    diffusionLists(await compared(config, input), { ...config, length }),
  file: async ({ file }, input, length) =>
    fileLists(file, given(input.ids, 'ids'), await joinVectors([input.gallery]), length),
  labels: async (_, input, length) => {
    const labels = given(input.labels, 'labels');
    checkShared(labels);
    return labelLists(await joinVectors([input.gallery]), labels, length);
  },
  fusion: async ({ of, by, length: places }, input, length) => {
    // Lists of K places or more together name at least K pictures.
    const looked = Math.max(length, Math.min(places, input.gallery.rows));
    const lists: RankedLists[] = [];
    for (const ranker of of) lists.push(await rankLists(ranker, input, looked));
    return fusedLists(lists, by, length);
  },
};

/**
 * Ranks pictures as a configuration says.
 * @param length K, places of each list, 1 to N
 * @throws RetrievalError for vectors and settings that the ranker refuses, for missing labels or ids that it needs,
 * and for labels none of which is there twice.
 * @example
 * const gallery = embeddingMatrix(Float32Array.of(1, 0, 0.6, 0.8, 0, 1), 3, 2);
 * const ranker = parseConfig(rankerConfigSchema, { kind: 'reciprocal', k1: 1, k2: 1 }, 'ranker');
 * const lists = await rankLists(ranker, { gallery, vectors: () => Promise.reject(Error('no others')) }, 2);
 * console.log(lists.indices.join(' ')); // 0 1 1 2 2 1
 */
export async function rankLists(
  config: RankerConfig,
  input: RankerInput,
  length: number,
): Promise<RankedLists> {
  // The table has for each kind what takes that kind.
  return (rankers[config.kind] as Ranker<RankerConfig>)(config, input, length);
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

function given<Value>(value: Value | undefined, name: 'labels' | 'ids'): Value {
  if (value !== undefined) return value;
  throw new RetrievalError({
    what: `The pictures have no ${name}, which this ranker goes by`,
    expected: name,
    found: 'none',
    fix: `rank pictures that have ${name}, or choose another ranker`,
    kind: 'usage',
  });
}

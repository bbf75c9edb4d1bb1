import type { RankerConfigInput } from '../../rankers/rankerConfig.js';

type Vectors = 'gallery' | 'query' | 'other';
type CandidateVectors = NonNullable<Extract<RankerConfigInput, { kind: 'cosine' }>['vectors']>;

const sources = {
  gallery: { name: 'gallery' },
  query: { name: 'queryFeatures' },
  other: { name: 'mobileNetV2', size: 224, pooling: 'gem' },
} as const satisfies Record<Vectors, CandidateVectors[number]>;

const compared = (names: readonly Vectors[], treatment: 'raw' | 'whitened') => ({
  vectors: names.map((name) => sources[name]),
  treatment,
});

/** Rankers without labels, by what they compare and how they rank it again; and the oracle, which no one has. */
export const candidates = {
  gallery: { kind: 'cosine' },
  'gallery, whitened': { kind: 'cosine', ...compared(['gallery'], 'whitened') },
  'gallery, expanded': { kind: 'queryExpansion' },
  'gallery, diffused': { kind: 'diffusion' },
  'gallery, k-reciprocal 8': { kind: 'reciprocal', k1: 8, k2: 3 },
  'gallery, k-reciprocal 20': { kind: 'reciprocal' },
  'gallery whitened, k-reciprocal 8': {
    kind: 'reciprocal',
    ...compared(['gallery'], 'whitened'),
    k1: 8,
    k2: 3,
  },
  'gallery whitened, k-reciprocal 20': { kind: 'reciprocal', ...compared(['gallery'], 'whitened') },
  'gallery and query whitened, k-reciprocal 8': {
    kind: 'reciprocal',
    ...compared(['gallery', 'query'], 'whitened'),
    k1: 8,
    k2: 3,
  },
  'gallery and query whitened, k-reciprocal 20': {
    kind: 'reciprocal',
    ...compared(['gallery', 'query'], 'whitened'),
  },
  'three models whitened, k-reciprocal 8': {
    kind: 'reciprocal',
    ...compared(['gallery', 'query', 'other'], 'whitened'),
    k1: 8,
    k2: 3,
  },
  'three models whitened, k-reciprocal 20': {
    kind: 'reciprocal',
    ...compared(['gallery', 'query', 'other'], 'whitened'),
  },
  'gallery and other whitened, k-reciprocal 20': {
    kind: 'reciprocal',
    ...compared(['gallery', 'other'], 'whitened'),
  },
  'labels (oracle)': { kind: 'labels' },
} as const satisfies Record<string, RankerConfigInput>;

export type CandidateName = keyof typeof candidates;

import type { MarkerShape } from '../../report/plots/look.js';

export type Supervision =
  | 'labels'
  | 'labels and gallery embeddings'
  | 'labels and gallery order'
  | 'gallery embeddings'
  | 'gallery order';

/** Systems that ask the same of the query model. */
export interface Family {
  id: string;
  /** What the query model has to reproduce. */
  label: string;
  /** Where the demand of the main loss comes from; the share of feature regression beside it is not counted. */
  supervision: Supervision;
  /** Colour of the whole family; its methods are shades of it. */
  color: string;
  /** Marker where the family is drawn as one. */
  symbol: MarkerShape;
  methods: readonly string[];
}

/** Families from the strictest demand to the freest, then mixtures and the negative control. */
export const families: readonly Family[] = [
  {
    id: 'features',
    label: 'Embeddings copied',
    supervision: 'gallery embeddings',
    color: '#5F5F5F',
    symbol: 'square',
    methods: ['regression', 'ridgeMap'],
  },
  {
    id: 'labels',
    label: 'Labels',
    supervision: 'labels and gallery embeddings',
    color: '#8E44AD',
    symbol: 'star-diamond',
    methods: [
      'queryAlone',
      'compatibleTraining',
      'compatibleMargin',
      'compatibleTransform',
      'asymmetricMetric',
    ],
  },
  {
    id: 'scores',
    label: 'Scores copied',
    supervision: 'gallery embeddings',
    color: '#8C564B',
    symbol: 'square-cross',
    methods: ['absoluteRelational', 'differentialDistillation'],
  },
  {
    id: 'softmax',
    label: 'Softmax of scores',
    supervision: 'gallery embeddings',
    color: '#0072B2',
    symbol: 'triangle-up',
    methods: [
      'contextualSimilarityDistillation',
      'contextualSimilarityBank',
      'contextualSimilarityRetuned',
      'structureSimilarity',
    ],
  },
  {
    id: 'map',
    label: 'Monotone map of scores',
    supervision: 'gallery embeddings',
    color: '#009E73',
    symbol: 'diamond',
    methods: ['monotonicSimilarity', 'monotonicListwise', 'powerMapping', 'isotonicSimilarity'],
  },
  {
    id: 'order',
    label: 'Order only',
    supervision: 'gallery order',
    color: '#D55E00',
    symbol: 'circle',
    methods: [
      'rankOrderPublicForm',
      'rankOrderPreservation',
      'rankDistribution',
      'smoothAveragePrecision',
      'listLikelihood',
    ],
  },
  {
    id: 'combined',
    label: 'Labels beside scores or order',
    supervision: 'labels and gallery order',
    color: '#C2185B',
    symbol: 'hexagram',
    methods: ['rankDistributionWithLabels', 'contextualSimilarityWithLabels'],
  },
  {
    id: 'control',
    label: 'Negative control',
    supervision: 'gallery embeddings',
    color: '#8A8A00',
    symbol: 'triangle-down-open',
    methods: ['relationalDistillation'],
  },
];

/** What everything outside the list belongs to. */
export const otherFamily: Family = {
  id: 'other',
  label: 'Other',
  supervision: 'gallery embeddings',
  color: '#9AA1AD',
  symbol: 'x',
  methods: [],
};

/** Methods whose supervision differs from their family's. */
const supervisions: Record<string, Supervision> = {
  queryAlone: 'labels',
  contextualSimilarityWithLabels: 'labels and gallery embeddings',
  // It sets query similarities against gallery similarities, see `rankOrderPreservation`.
  rankOrderPublicForm: 'gallery embeddings',
  // The isotonic map of each anchor is fitted to the order, the similarities are not looked at.
  isotonicSimilarity: 'gallery order',
};

/** Families of methods that are not listed, by how their ids are written. */
const patterns: [pattern: RegExp, family: string][] = [
  [/WithLabels$/, 'combined'],
  [/^(monotonic|mapped)/, 'map'],
];

/** The family of a method; unlisted ids are placed by their spelling, if it tells, else among the others. */
export function familyOf(method: string): Family {
  const listed = families.find(({ methods }) => methods.includes(method));
  const spelt = patterns.find(([pattern]) => pattern.test(method))?.[1];
  return listed ?? families.find(({ id }) => id === spelt) ?? otherFamily;
}

/** Where a method's demand on the query model comes from. */
export function supervisionOf(method: string): Supervision {
  return supervisions[method] ?? familyOf(method).supervision;
}

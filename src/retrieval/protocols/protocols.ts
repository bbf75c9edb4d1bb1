import type { AnyProtocolName } from '../../datasets/groundTruth/protocolNames.js';
import {
  averagePrecision,
  averagePrecisionAt,
  trapezoidAveragePrecision,
} from '../metrics/averagePrecision.js';
import { normalisedGain, reciprocalRank } from '../metrics/gains.js';
import { clippedPrecisionAt, precisionAt, recallAt } from '../metrics/precisionAndRecall.js';
import type { GroundTruth } from '../../datasets/groundTruth/types.js';

/** A measure of one query from the positions of its positives; NaN for a query without. */
export interface NamedMeasure {
  /** As the benchmark's papers print it. */
  name: string;
  of: (positions: Float64Array) => number;
}

/** How a benchmark is scored. */
export interface Protocol {
  title: string;
  /** Authors and year of the protocol. */
  source?: string;
  groundTruth: GroundTruth['kind'];
  /** The first one decides which queries count. */
  measures: NamedMeasure[];
  /** Whether pictures of no query, such as the million of distractors, may join the gallery. */
  takesDistractors: boolean;
}

const recalls = (depths: number[]): NamedMeasure[] =>
  depths.map((k) => ({ name: `R@${k}`, of: (positions) => recallAt(positions, k) }));

/** Radenovic et al. 2018. */
const revisited = {
  source: 'Radenović et al. 2018',
  groundTruth: 'revisited',
  takesDistractors: true,
  measures: [
    { name: 'mAP', of: (positions) => trapezoidAveragePrecision(positions) },
    ...[1, 5, 10].map((k) => ({
      name: `mP@${k}`,
      of: (positions: Float64Array) => clippedPrecisionAt(positions, k),
    })),
  ],
} satisfies Omit<Protocol, 'title'>;

/** mAP, mINP and mAP@R as person search and metric learning report them beside the recalls. */
const identity = (depths: number[]) =>
  ({
    groundTruth: 'identity',
    takesDistractors: false,
    measures: [
      { name: 'mAP', of: (positions) => averagePrecision(positions) },
      ...recalls(depths),
      { name: 'mAP@R', of: averagePrecisionAtR },
      { name: 'mINP', of: inverseNegativePenalty },
    ],
  }) satisfies Omit<Protocol, 'title'>;

/** One's own labelled vectors: what metric learning and search report, by their usual definitions. */
const ownLabels: Protocol = {
  title: 'Own labels',
  groundTruth: 'identity',
  takesDistractors: true,
  measures: [
    { name: 'mAP', of: (positions) => averagePrecision(positions) },
    { name: 'mAP@R', of: averagePrecisionAtR },
    ...recalls([1, 5, 10]),
    ...[5, 10].map((k) => ({
      name: `mP@${k}`,
      of: (positions: Float64Array) => precisionAt(positions, k),
    })),
    { name: 'MRR', of: reciprocalRank },
    { name: 'NDCG', of: normalisedGain },
  ],
};

/** The protocols by name. */
export const protocols: Record<AnyProtocolName, Protocol> = {
  roxford5k: { title: 'Revisited Oxford (ROxford5k)', ...revisited },
  rparis6k: { title: 'Revisited Paris (RParis6k)', ...revisited },
  'google-landmarks-v2': {
    title: 'Google Landmarks v2, retrieval',
    source: 'Weyand et al. 2020',
    groundTruth: 'google-landmarks',
    takesDistractors: false,
    measures: [{ name: 'mAP@100', of: (positions) => averagePrecisionAt(positions, 100) }],
  },
  'in-shop': { title: 'In-Shop Clothes Retrieval', source: 'Liu et al. 2016', ...identity([1, 10, 20, 30]) },
  'stanford-online-products': {
    title: 'Stanford Online Products',
    source: 'Song et al. 2016',
    ...identity([1, 10, 100, 1000]),
  },
  'cub-200-2011': {
    title: 'CUB-200-2011',
    source: 'Wah et al. 2011; Musgrave et al. 2020',
    ...identity([1, 2, 4, 8]),
  },
  labels: ownLabels,
};

/**
 * AP of the first `R` items, where `R` is the number of positives (Musgrave et al. 2020).
 *
 * @param positions zero-based, ascending
 */
export function averagePrecisionAtR(positions: ArrayLike<number>): number {
  return averagePrecisionAt(positions, positions.length);
}

/**
 * Positives over the one-based position of the last of them, whose mean is mINP (Ye et al. 2021): how long one must look
 * for the hardest.
 *
 * @param positions zero-based, ascending
 */
export function inverseNegativePenalty(positions: ArrayLike<number>): number {
  return positions.length === 0 ? NaN : positions.length / (positions[positions.length - 1]! + 1);
}

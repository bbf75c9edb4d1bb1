import { execFileSync } from 'node:child_process';
import type { BackendReport } from '../compute/backend/selectBackend.js';
import { packagePath } from '../base/files/packagePath.js';
import type { RunConfig } from './runConfig.js';

/** Share of pairs kept in order among the gallery model's top `depth`, per cent, with its 95 % interval over queries. */
export interface ConsistencyPoint {
  depth: number;
  value: number;
  low: number;
  high: number;
}

/** The state of the query model during training, measured on the evaluation split; nothing is chosen by it. */
export interface TrajectoryPoint {
  step: number;
  mapAsymmetric: number;
  orderConsistency10: number;
  orderConsistency100: number;
}

/** One query with the first results of both models, as ids of pictures. */
export interface RankingExample {
  query: string;
  galleryModel: string[];
  queryModel: string[];
}

/** The measures that a report on one model gives; fractions, and tau-b in [-1, 1]. */
export const measureNames = [
  'mapSymmetricGallery',
  'mapSymmetricQuery',
  'mapAsymmetric',
  'orderConsistency10',
  'overlap10',
  'kendallTau',
] as const;
/** Name of a measure that a report on one model gives. */
export type MeasureName = (typeof measureNames)[number];

/** A mean and the bounds of its interval; null where nothing is known to be right. */
export interface MeasuredEstimate {
  mean: number | null;
  low: number | null;
  high: number | null;
}

/** What is known of the errors of a query model beside its ranking; with labels only. */
export interface ErrorAnalysis {
  /** Micro-averaged precision of the first 100 results of every query, per cent: of the query model, and of the gallery model. */
  microAp: { queryModel: number; galleryModel: number };
  /** Mean cosine between the errors of two queries, of one class and of two, see `sharedError`; null where there are none. */
  sharedError: { within: number | null; between: number | null };
}

/** How well the lists of a ranker put pictures of the same label first. */
export interface RankedListQuality {
  /** Its configuration as text, see `rankerKey`. */
  ranker: string;
  /** Of each list. */
  places: number;
  /** Within the list, per cent. */
  meanAveragePrecision: number;
  /** Per cent. */
  precisionAt10: number;
  examples: RankedListExample[];
}

/** The first of two lists of a training picture, the picture itself left out. */
export interface RankedListExample {
  picture: string;
  /** By the gallery model's own similarities. */
  galleryModel: string[];
  ranker: string[];
}

/** Everything about a finished run that a figure may need, and what is needed to run it again. */
export interface RunManifest {
  runId: string;
  config: RunConfig;
  hashes: { config: string; data: string; code: string; lock: string };
  backend: BackendReport;
  commit: string;
  /** Whether the work tree differed from the commit. */
  dirty: boolean;
  node: string;
  startedAt: string;
  seconds: number;
  /** At most 100 points of the training loss. */
  losses: { step: number; loss: number }[];
  trajectory: TrajectoryPoint[];
  consistencyCurve: ConsistencyPoint[];
  /** What was measured, with 95 % bootstrap intervals over the queries; missing in manifests of earlier code. */
  measures?: Record<MeasureName, MeasuredEstimate>;
  /** Queries, and those of them for which something in the gallery is right; missing in manifests of earlier code. */
  queries?: { all: number; withPositive: number };
  /** Asymmetric average precision of each query, per cent; NaN is written as null. */
  averagePrecision: (number | null)[];
  /** Sampled pairs of similarities of test queries to gallery pictures, for scatter plots. */
  similarityPairs: { gallery: number[]; query: number[] };
  /** The learnt map at the end, when the loss has one. */
  mapping?: { gallery: number[]; mapped: number[] };
  /** What is known of the query model's errors; missing without labels and in manifests of earlier code. */
  errors?: ErrorAnalysis;
  /** Of the training pictures, for losses that take their order from rankers; by labels that the training did not see. */
  lists?: RankedListQuality[];
  examples: RankingExample[];
}

/** The commit of the library's sources, or "unknown" where they are not under version control. */
export function sourceState(): { commit: string; dirty: boolean } {
  const git = (...args: string[]): string =>
    execFileSync('git', args, {
      cwd: packagePath(),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  try {
    // An installed package may lie inside a repository that does not hold it.
    git('ls-files', '--error-unmatch', 'package.json');
    return { commit: git('rev-parse', 'HEAD'), dirty: git('status', '--porcelain', '--', '.') !== '' };
  } catch {
    return { commit: 'unknown', dirty: true };
  }
}

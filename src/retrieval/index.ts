export {
  averagePrecision,
  averagePrecisionAt,
  trapezoidAveragePrecision,
} from './metrics/averagePrecision.js';
export { bootstrapInterval, bootstrapIntervals } from './metrics/bootstrap.js';
export { evaluateAsymmetric } from './metrics/evaluateAsymmetric.js';
export { groupedDifference, type GroupedDifference } from './metrics/groupedDifference.js';
export { microAveragePrecision, type PooledResults } from './metrics/microAveragePrecision.js';
export { sharedError, type SharedError } from './metrics/sharedError.js';
export { type RetrievalInput, evaluateRetrieval } from './metrics/evaluateRetrieval.js';
export { normalisedGain, reciprocalRank } from './metrics/gains.js';
export { type KendallTau, kendallTau } from './metrics/kendallTau.js';
export { measureAt, queryMeasures } from './metrics/measures.js';
export { inversionMass, orderConsistency } from './metrics/orderConsistency.js';
export { jaccardAt, overlapAt } from './metrics/overlap.js';
export { type PairedDifference, pairedDifference } from './metrics/pairedDifference.js';
export { clippedPrecisionAt, precisionAt, recallAt } from './metrics/precisionAndRecall.js';
export {
  type RankBiasedOverlap,
  type RankBiasedOverlapOptions,
  rankBiasedOverlap,
} from './metrics/rankBiasedOverlap.js';
export {
  CONSISTENCY_DEPTHS,
  type ConsistencyCurve,
  type RankConsistencyInput,
  consistencyCurve,
  rankConsistency,
} from './metrics/rankConsistency.js';
export {
  RETRIEVAL_DEPTHS,
  type RetrievalMetricsOptions,
  retrievalMetrics,
} from './metrics/retrievalMetrics.js';
export { seedInterval } from './metrics/seedInterval.js';
export { spearman } from './metrics/spearman.js';
export { tauAp } from './metrics/tauAp.js';
export { weightedTau } from './metrics/weightedTau.js';
export type {
  AsymmetricEvaluationInput,
  BootstrapOptions,
  DepthMeasure,
  Estimate,
  QueryMeasure,
  RankConsistency,
  RetrievalEvaluation,
  RetrievalMetrics,
} from './metrics/types.js';
export { evaluateProtocol } from './protocols/evaluateProtocol.js';
export { type EvaluatedShard, type ShardOptions, evaluateShard } from './shards/evaluateShard.js';
export { type MergedEvaluation, type MergeOptions, mergeEvaluation } from './shards/mergeEvaluation.js';
export type { GalleryReader } from './protocols/galleryParts.js';
export type { GalleryLengths } from './protocols/joinGalleries.js';
export type { ProtocolInput, ProtocolMeasure, ProtocolReport, SetupReport } from './protocols/types.js';
export {
  type FailureCase,
  type FailureOptions,
  type FoundLabel,
  failureCases,
} from './protocols/failureCases.js';
export { type LabelReport, labelReports } from './protocols/labelReports.js';
export { type EvaluationFiles, openEvaluation } from './protocols/openEvaluation.js';
export type { SearchedFiles } from './protocols/searchedFiles.js';
export { type LabelledFiles, type LabelledInput, openLabelled } from './protocols/openLabelled.js';
export {
  type AnyProtocolName,
  type ProtocolName,
  labelsProtocol,
  protocolNames,
} from '../datasets/groundTruth/protocolNames.js';
export { type LabelFiles } from '../datasets/groundTruth/labelsReader.js';
export { type Setup, setupsOf } from './protocols/setups.js';
export { type SearchInput, type SearchResult, exactSearch } from './ranking/exactSearch.js';
export { type ScoreMatrix, rankAll, similarityMatrix } from './ranking/rankAll.js';
export { type RankOptions, rankPositives } from './ranking/rankPositives.js';
export { rankingOrder } from './ranking/rankingOrder.js';
export { type Relevance, type RelevanceInput, relevanceFromLabels } from './ranking/relevance.js';
export type { BlockOptions } from './ranking/scoreBlocks.js';

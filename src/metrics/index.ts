export { averagePrecision, averagePrecisionAt, trapezoidAveragePrecision } from './averagePrecision.js';
export { bootstrapInterval, bootstrapIntervals } from './bootstrap.js';
export { evaluateAsymmetric } from './evaluateAsymmetric.js';
export { evaluateRetrieval, type RetrievalInput } from './evaluateRetrieval.js';
export { kendallTau, type KendallTau } from './kendallTau.js';
export { measureAt, queryMeasures } from './measures.js';
export { inversionMass, orderConsistency } from './orderConsistency.js';
export { jaccardAt, overlapAt } from './overlap.js';
export { pairedDifference, type PairedDifference } from './pairedDifference.js';
export { clippedPrecisionAt, precisionAt, recallAt } from './precisionAndRecall.js';
export {
  rankBiasedOverlap,
  type RankBiasedOverlap,
  type RankBiasedOverlapOptions,
} from './rankBiasedOverlap.js';
export {
  CONSISTENCY_DEPTHS,
  consistencyCurve,
  rankConsistency,
  type ConsistencyCurve,
  type RankConsistencyInput,
} from './rankConsistency.js';
export { RETRIEVAL_DEPTHS, retrievalMetrics, type RetrievalMetricsOptions } from './retrievalMetrics.js';
export { seedInterval } from './seedInterval.js';
export { spearman } from './spearman.js';
export { tauAp } from './tauAp.js';
export type {
  AsymmetricEvaluationInput,
  BootstrapOptions,
  DepthMeasure,
  Estimate,
  QueryMeasure,
  RankConsistency,
  RetrievalEvaluation,
  RetrievalMetrics,
} from './types.js';

export { builtInLosses } from './builtInLosses.js';
export { contextualSimilarityDistillation, softmaxDivergence } from './contextualSimilarityDistillation.js';
export { createLoss } from './createLoss.js';
export { featureRegression } from './featureRegression.js';
export { isotonicSimilarityPreservation, isotonicStress } from './isotonicSimilarityPreservation.js';
export { type CompleteLoss, bankNeighbours, completeLossConfig, lossKinds } from './lossConfig.js';
export { type LossBatchOptions, type NeighbourBank, createLossBatch } from './lossBatch.js';
export { checkMonotone } from './mappings/checkMonotone.js';
export { type MappingConfig, mappingSchema } from './mappings/config.js';
export { fitUnitFamily } from './mappings/fitUnitFamily.js';
export { bSplineBasis, iSpline } from './mappings/iSpline.js';
export { isotonicRegression, isotonicRegressionRows } from './mappings/isotonicRegression.js';
export { createMonotoneMapping, powerMapping } from './mappings/monotoneMapping.js';
export { piecewiseLinear } from './mappings/piecewiseLinear.js';
export { positiveNetwork } from './mappings/positiveNetwork.js';
export type { MonotoneMapping, UnitFamily } from './mappings/types.js';
export { monotonicSimilarityPreservation } from './monotonicSimilarityPreservation.js';
export { type OrderDivergenceOptions, orderDivergence } from './orderDivergence.js';
export { rankMatching, softRanks } from './rankMatching.js';
export {
  type RankOrderPreservationConfig,
  publicRankOrderForm,
  rankOrderPreservation,
} from './rankOrderPreservation.js';
export { type RankWeight, rankWeights } from './rankWeights.js';
export {
  type LossConfig,
  type LossConfigInput,
  type LossKind,
  type RegisteredLossConfig,
  type SingleLossConfig,
  registerLoss,
} from './registry.js';
export type {
  Loss,
  LossBatch,
  LossContext,
  LossDefinition,
  MappedLoss,
  NeighbourSource,
  QueryTransform,
  RankingLists,
  TrainingSet,
} from './types.js';
export { weightedSum } from './weightedSum.js';

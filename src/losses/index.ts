export { contextualSimilarityDistillation, softmaxDivergence } from './contextualSimilarityDistillation.js';
export { featureRegression } from './featureRegression.js';
export { isotonicSimilarityPreservation, isotonicStress } from './isotonicSimilarityPreservation.js';
export { bankNeighbours, completeLossConfig, createLoss, lossKinds } from './createLoss.js';
export { createLossBatch, type LossBatchOptions, type NeighbourBank } from './lossBatch.js';
export { monotonicSimilarityPreservation } from './monotonicSimilarityPreservation.js';
export { orderDivergence, type OrderDivergenceOptions } from './orderDivergence.js';
export { rankMatching, softRanks } from './rankMatching.js';
export {
  publicRankOrderForm,
  rankOrderPreservation,
  type RankOrderPreservationConfig,
} from './rankOrderPreservation.js';
export { rankWeights, type RankWeight } from './rankWeights.js';
export { lossRegistry, type LossConfig, type LossKind, type SingleLossConfig } from './registry.js';
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

/// <reference types="long" preserve="true" />
export { builtInLosses } from './builtInLosses.js';
export { createLoss } from './createLoss.js';
export { listLoss } from './listLoss.js';
export { completeLossConfig } from './lossConfig.js';
export { type LossBatchOptions, createLossBatch } from './lossBatch.js';
export type { NeighbourBank } from './neighbourBank.js';
export { checkMonotone } from './mappings/checkMonotone.js';
export { type MappingConfig, mappingSchema } from './mappings/config.js';
export { type FitMappingOptions, fitMapping } from './mappings/fitMapping.js';
export { isotonicPoints } from './mappings/isotonicPoints.js';
export { isotonicRegression, isotonicRegressionRows } from './mappings/isotonicRegression.js';
export { createMonotoneMapping } from './mappings/monotoneMapping.js';
export { type MappedPoints, type SimilarityPairs, mappingPoints } from './mappings/points.js';
export type { MonotoneMapping, UnitFamily } from './mappings/types.js';
export { neighbourSourceSchema } from './neighbourSource.js';
export { type OrderDivergenceOptions, orderDivergence } from './orderDivergence.js';
export { softRanks } from './rankMatching.js';
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
  NeighbourSourceInput,
  QueryTransform,
  RankingLists,
  TrainingSet,
} from './types.js';

export { createQueryModel } from './createQueryModel.js';
export { describeFeatures } from './describeFeatures.js';
export type {
  EmbedOptions,
  FeatureDescription,
  QueryModel,
  QueryModelContext,
  QueryModelInput,
} from './queryModel.js';
export { queryModelConfigSchema } from './queryModelConfig.js';
export type { ConfigOf, QueryModelConfig, QueryModelConfigInput } from './queryModelConfig.js';

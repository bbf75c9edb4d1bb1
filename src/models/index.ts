/// <reference types="long" preserve="true" />
export { createGalleryModel } from './createGalleryModel.js';
export { createQueryModel } from './createQueryModel.js';
export { describeFeatures } from './describeFeatures.js';
export type { GalleryModel } from './galleryModel.js';
export type { GalleryModelConfig, GalleryModelConfigInput } from './galleryModelConfig.js';
export { type Layer, type Network, fullConvolution, imageNetPreprocessing } from './networks/network.js';
export { type Pooling, pool } from './pooling.js';
export type {
  EmbedOptions,
  FeatureDescription,
  QueryModel,
  QueryModelContext,
  QueryModelInput,
} from './queryModel.js';
export type {
  QueryModelConfig,
  QueryModelConfigInput,
  RegisteredQueryModelConfig,
} from './queryModelConfig.js';
export type { CustomDefinition, NetworkDefinition, QueryModelDefinition } from './queryModelDefinition.js';
export { queryModelConfigSchema, registerQueryModel } from './queryModelRegistry.js';
export { loadQueryModel, restoreQueryModel, saveQueryModel } from './queryModelFiles.js';
export { hasWeights } from './weightFiles.js';
export type { PretrainedName } from './pretrainedWeights.js';
export { type WhiteningOptions, fitWhitening } from './whitening/fitWhitening.js';
export { loadWhitening, saveWhitening } from './whitening/storedWhitening.js';
export {
  type Whitening,
  type WhiteningKind,
  type WhiteningParameters,
  createWhitening,
} from './whitening/whitening.js';

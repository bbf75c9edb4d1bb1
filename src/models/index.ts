export { createGalleryModel } from './createGalleryModel.js';
export { createQueryModel } from './createQueryModel.js';
export { describeFeatures } from './describeFeatures.js';
export type { GalleryModel, GalleryModelConfig, GalleryModelConfigInput } from './galleryModel.js';
export type {
  EmbedOptions,
  FeatureDescription,
  QueryModel,
  QueryModelContext,
  QueryModelInput,
} from './queryModel.js';
export type { QueryModelConfig, QueryModelConfigInput } from './queryModelConfig.js';
export { loadQueryModel, saveQueryModel } from './queryModelFiles.js';
export { type PretrainedName, hasWeights } from './weightFiles.js';
export { type WhiteningOptions, fitWhitening } from './whitening/fitWhitening.js';
export { loadWhitening, saveWhitening } from './whitening/storedWhitening.js';
export {
  type Whitening,
  type WhiteningKind,
  type WhiteningParameters,
  createWhitening,
} from './whitening/whitening.js';

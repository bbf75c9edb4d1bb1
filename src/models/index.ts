export { createGalleryModel } from './createGalleryModel.js';
export { createQueryModel } from './createQueryModel.js';
export { describeFeatures } from './describeFeatures.js';
export { galleryModelConfigSchema } from './galleryModel.js';
export type { GalleryModel, GalleryModelConfig, GalleryModelConfigInput } from './galleryModel.js';
export { pool } from './pooling.js';
export type { Pooling } from './pooling.js';
export type {
  EmbedOptions,
  FeatureDescription,
  QueryModel,
  QueryModelContext,
  QueryModelInput,
} from './queryModel.js';
export { queryModelConfigSchema } from './queryModelConfig.js';
export type { ConfigOf, QueryModelConfig, QueryModelConfigInput } from './queryModelConfig.js';
export { hasWeights } from './weightFiles.js';
export type { PretrainedName } from './weightFiles.js';
export { loadQueryModel, restoreQueryModel, saveQueryModel } from './queryModelFiles.js';
export * from './whitening/index.js';

export { augmentBatch, centreCrop, type Augmentation, type AugmentBatchOptions } from './augment.js';
export { featureBatches, type BatchSource, type TrainingBatch } from './batchSource.js';
export { trainingSchema, type TrainingConfig } from './config.js';
export { embedAll, type InputRows } from './embedAll.js';
export { fileBatches, type PictureFile } from './fileBatches.js';
export { pictureAugmentationSchema, type PictureAugmentation } from './pictureAugmentation.js';
export { adamW, createOptimizer, nesterov, type Optimizer } from './optimizers.js';
export { pixelBatches } from './pixelBatches.js';
export { warmupCosine } from './schedule.js';
export {
  trainQueryModel,
  type TrainingHistory,
  type TrainingOptions,
  type TrainingStep,
} from './trainQueryModel.js';

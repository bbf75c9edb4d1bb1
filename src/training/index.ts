/// <reference types="long" preserve="true" />
export { type AugmentBatchOptions, type Augmentation, augmentBatch, centreCrop } from './augment.js';
export { type BatchSource, type TrainingBatch, featureBatches } from './batchSource.js';
export { openCheckpoints, removeCheckpoints } from './checkpointFolder.js';
export type { TrainingCheckpoints } from './checkpointKeeper.js';
export type { CheckpointPart, TrainingCheckpoint } from './trainingCheckpoint.js';
export type { TrainingConfig } from './config.js';
export { type InputRows, embedAll, embedMatrix } from './embedAll.js';
export { type PictureFile, fileBatches } from './fileBatches.js';
export type { PictureAugmentation } from './pictureAugmentation.js';
export { pixelBatches } from './pixelBatches.js';
export {
  type TrainingHistory,
  type TrainingOptions,
  type TrainingStep,
  trainQueryModel,
} from './trainQueryModel.js';
export { type TrainingLog, type TrainingLogOptions, openTrainingLog } from './trainingLog.js';

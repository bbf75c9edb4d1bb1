export { openDataset } from './openDataset.js';
export type { Progress, ProgressState } from './progress.js';
export { runAll, type RunAllOptions, type RunAllProgress } from './runAll.js';
export {
  galleryConfigSchema,
  galleryPhotosSchema,
  type GalleryConfig,
  type GalleryPhotosConfig,
  type GalleryVectorsConfig,
} from './galleryConfig.js';
export { runConfigSchema, type RunConfig, type RunConfigInput } from './runConfig.js';
export { runExperiment, runIdentity, type Run, type RunOptions, type RunOrigin } from './runExperiment.js';
export type { ConsistencyPoint, RankingExample, RunManifest, TrajectoryPoint } from './runManifest.js';
export { runRecordSchema, type RunRecord } from './runRecord.js';

export {
  type GalleryConfig,
  type GalleryPhotosConfig,
  type GalleryVectorsConfig,
  galleryConfigSchema,
  galleryPhotosSchema,
} from './galleryConfig.js';
export { type RunAllOptions, type RunAllProgress, runAll } from './runAll.js';
export { type RunConfig, type RunConfigInput, parseRunConfig, runConfigSchema } from './runConfig.js';
export { type RunOrigin, runExperiment, runIdentity } from './runExperiment.js';
export type { Run, RunOptions } from './runOptions.js';
export type { ConsistencyPoint, RankingExample, RunManifest, TrajectoryPoint } from './runManifest.js';
export { type RunRecord, runRecordSchema } from './runRecord.js';

/// <reference types="long" preserve="true" />
export { type DuplicatePair, duplicatesBetweenSides } from './duplicates.js';
export type { GalleryConfig, GalleryVectorsConfig } from '../extraction/galleryConfig.js';
export type { GalleryPhotosConfig } from '../extraction/galleryPhotosConfig.js';
export { type RunAllOptions, type RunAllProgress, runAll } from './runAll.js';
export { type RunConfig, type RunConfigInput, parseRunConfig, runConfigSchema } from './runConfig.js';
export { type RunOrigin, runExperiment } from './runExperiment.js';
export type { CheckpointOptions, Run, RunOptions } from './runOptions.js';
export type { ConsistencyPoint, RankingExample, RunManifest, TrajectoryPoint } from './runManifest.js';
export type { RunRecord } from './runRecord.js';

export { type BuildOptions, buildIndex } from './buildIndex.js';
export { type ChangeOptions, type RemovedFromIndex, addToIndex, removeFromIndex } from './changeIndex.js';
export { type CheckedSearch, type IndexCheck, type IndexCheckInput, checkIndex } from './checkIndex.js';
export { engines } from './engines.js';
export { type IndexGallery, openIndexGallery } from './indexGallery.js';
export type { IndexRecord } from './indexRecord.js';
export { relevanceOfIndex } from './indexRelevance.js';
export type { IndexRelevance } from './listQuality.js';
export { type GalleryIndex, openIndex } from './openIndex.js';
export type {
  EngineIndex,
  EnginePlace,
  EngineState,
  HeldRows,
  IndexEngine,
  IndexResult,
  IndexRows,
} from './types.js';
export { type VectorModel, modelOfVectors } from './vectorModel.js';

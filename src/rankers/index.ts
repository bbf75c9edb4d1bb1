export { cosineLists } from './cosineLists.js';
export { type DiffusionOptions, diffusionLists } from './diffusionLists.js';
export { type ExpansionOptions, expandedVectors, queryExpansionLists } from './expandedVectors.js';
export { fileLists } from './fileLists.js';
export { fusedLists } from './fusedLists.js';
export { labelLists } from './labelLists.js';
export { type ReadList, readLists } from './listFile/readLists.js';
export { writeLists } from './listFile/writeLists.js';
export { type ListQuality, listQuality } from './listQuality.js';
export {
  type FusionConfig,
  type FusionConfigInput,
  type RankedVectorsConfig,
  type RankerConfig,
  type RankerConfigInput,
  type Treatment,
  rankerConfigSchema,
} from './rankerConfig.js';
export { joinVectors } from './rankedVectors.js';
export { type RankerInput, rankLists } from './rankLists.js';
export { type ReciprocalOptions, reciprocalLists } from './reciprocalLists.js';
export type { RankedLists } from './types.js';

export { checkEmbeddings, checkGallery } from './checkEmbeddings.js';
export { openEmbeddingGallery, openJoinedGallery } from './openEmbeddingGallery.js';
export { readEmbeddingFile } from './readEmbeddingFile.js';
export { readIdsFile } from './readIds.js';
export { embeddingFormats, recogniseFormat, type EmbeddingFormat } from './recogniseFormat.js';
export type {
  EmbeddingFile,
  EmbeddingFileOptions,
  EmbeddingGallery,
  EmbeddingRequirements,
} from './types.js';
export { writeEmbeddingFile } from './writeEmbeddingFile.js';

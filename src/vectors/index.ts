export type {
  EmbeddingFile,
  EmbeddingFileOptions,
  EmbeddingGallery,
  EmbeddingRequirements,
} from './types.js';

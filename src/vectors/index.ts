export { checkEmbeddings, checkGallery } from './checks/checkEmbeddings.js';
export { type EmbeddingMatrix, embeddingMatrix, selectRows } from './embeddingMatrix.js';
export { type NpyArray, readNpy, readNpyMatrix, writeNpy } from './formats/npy.js';
export { type EmbeddingFormat, embeddingFormats } from './formats/embeddingFormats.js';
export type { GalleryBlock, GallerySource, RowGallery } from './gallery/gallerySource.js';
export { openEmbeddingGallery, openJoinedGallery } from './gallery/openEmbeddingGallery.js';
export { type Neighbours, nearestNeighbours } from './nearestNeighbours.js';
export { readEmbeddingFile } from './readEmbeddingFile.js';
export { readIdsFile } from './names/nameLists.js';
export type {
  EmbeddingFile,
  EmbeddingFileOptions,
  EmbeddingGallery,
  EmbeddingRequirements,
} from './types.js';
export { writeEmbeddingFile } from './writeEmbeddingFile.js';
export { int8Gallery, toInt8, type Int8Matrix } from './gallery/int8Gallery.js';

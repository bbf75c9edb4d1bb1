/// <reference types="long" preserve="true" />
export { extractEmbeddings } from './extractEmbeddings.js';
export { type ExtractedPhotos, type PhotoExtraction, extractPhotos } from './extractPhotos.js';
export type { ExtractionProgress } from './extractionProgress.js';
export { galleryEmbeddings } from './galleryEmbeddings.js';
export { type MergedShards, type ShardMerge, mergeShards } from './mergeShards.js';
export { embedAtScales, usualScales } from './multiScale.js';
export type { BrokenPhoto, PhotoEmbeddingOptions, PhotoRecord } from './photoChunks.js';
export { type PhotoFolder, folderPhotos, tablePhotos } from './photoLists.js';
export { type PhotoModel, galleryPhotoModel, queryPhotoModel } from './photoModel.js';
export type { ExtractionOptions, PictureSource } from './pictureSource.js';
export type { StoreOptions } from './storedExtraction.js';

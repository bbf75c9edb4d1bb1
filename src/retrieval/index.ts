export { exactSearch, type SearchInput, type SearchResult } from './exactSearch.js';
export { fileGallery, type FileGalleryOptions } from './fileGallery.js';
export { galleryBlocks, type GalleryBlock, type GallerySource } from './gallerySource.js';
export { defaultMultiply, multiplyPlain, multiplyTensors, type Multiply } from './multiply.js';
export { rankAll, scoresOf, similarityMatrix, type ScoreMatrix } from './rankAll.js';
export { rankingOrder } from './rankingOrder.js';
export { rankPositives, rankPositivesInScores, rankPositivesOf, type RankOptions } from './rankPositives.js';
export { relevanceFromLabels, type Relevance, type RelevanceInput } from './relevance.js';
export type { BlockOptions } from './scoreBlocks.js';

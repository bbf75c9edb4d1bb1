export { embeddingMatrix, selectRows } from './embeddingMatrix.js';
export type { EmbeddingMatrix } from './embeddingMatrix.js';

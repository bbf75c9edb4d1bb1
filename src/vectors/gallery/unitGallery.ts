import type { EmbeddingMatrix } from '../embeddingMatrix.js';
import { unitLength } from '../unitLength.js';
import type { GallerySource } from './gallerySource.js';

/** The same gallery with rows of length 1, so that inner products are cosines. */
export function unitGallery(source: GallerySource): GallerySource {
  if (typeof source !== 'function') return unitRows(source);
  return async function* (rowsPerBlock) {
    for await (const block of source(rowsPerBlock)) yield unitRows(block);
  };
}

/** A copy: what is given may be read again. */
const unitRows = ({ data, rows, columns }: EmbeddingMatrix): EmbeddingMatrix =>
  unitLength({ data: data.slice(), rows, columns });

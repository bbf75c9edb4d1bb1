import type { EmbeddingMatrix } from '../embeddingMatrix.js';
import type { GallerySource } from './gallerySource.js';

/** The same gallery with rows of length 1, so that inner products are cosines. */
export function unitGallery(source: GallerySource): GallerySource {
  if (typeof source !== 'function') return unitRows(source);
  return async function* (rowsPerBlock) {
    for await (const block of source(rowsPerBlock)) yield unitRows(block);
  };
}

function unitRows({ data, rows, columns }: EmbeddingMatrix): EmbeddingMatrix {
  const unit = new Float32Array(data.length);
  for (let row = 0; row < rows; row++) {
    const vector = data.subarray(row * columns, (row + 1) * columns);
    const norm = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
    vector.forEach((value, d) => (unit[row * columns + d] = value / norm));
  }
  return { data: unit, rows, columns };
}

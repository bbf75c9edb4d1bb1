import type { EmbeddingMatrix } from '../../vectors/embeddingMatrix.js';
import type { GallerySource } from '../../vectors/gallery/gallerySource.js';

/**
 * A gallery without some of its rows, still read in blocks.
 *
 * @param keep `[N]` 1 for each row that stays
 */
export function keptRows(
  source: (rowsPerBlock: number) => AsyncIterable<EmbeddingMatrix>,
  keep: Uint8Array,
): GallerySource {
  if (keep.every(Boolean)) return source;
  return async function* (rowsPerBlock) {
    let first = 0;
    for await (const { data, rows, columns } of source(rowsPerBlock)) {
      const kept = Array.from({ length: rows }, (_, row) => row).filter((row) => keep[first + row]);
      const piece = new Float32Array(kept.length * columns);
      kept.forEach((row, n) => piece.set(data.subarray(row * columns, (row + 1) * columns), n * columns));
      first += rows;
      if (kept.length > 0) yield { data: piece, rows: kept.length, columns };
    }
  };
}

import { embeddingMatrix, type EmbeddingMatrix } from '../../vectors/embeddingMatrix.js';
import { galleryBlocks, type GallerySource } from '../../vectors/gallery/gallerySource.js';

/** Gallery rows that are read at once. */
const rowsPerBlock = 4096;

/** Some vectors of a gallery `[rows.length, D]`, in the order asked for; a gallery in a file is read through once. */
export async function vectorsOfRows(
  source: GallerySource,
  rows: readonly number[],
  columns: number,
): Promise<EmbeddingMatrix> {
  const data = new Float32Array(rows.length * columns);
  for await (const block of galleryBlocks(source, rowsPerBlock)) {
    rows.forEach((row, n) => {
      const at = row - block.firstRow;
      if (at < 0 || at >= block.rows) return;
      data.set(block.data.subarray(at * columns, (at + 1) * columns), n * columns);
    });
  }
  return embeddingMatrix(data, rows.length, columns);
}

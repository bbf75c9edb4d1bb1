import { simulatedGallery } from '../../scale/simulatedGallery.js';
import type { EmbeddingMatrix } from '../../vectors/embeddingMatrix.js';
import type { ScaleInputs } from './scaleInputs.js';

const rowsPerBlock = 4096;

/** The real gallery, and after it as many simulated vectors as bring it to a size: `[N, K]`. */
export async function scaleGallery(
  { gallery, structure }: Pick<ScaleInputs, 'gallery' | 'structure'>,
  rows: number,
): Promise<EmbeddingMatrix> {
  const { columns } = gallery;
  const data = new Float32Array(rows * columns);
  data.set(gallery.data.subarray(0, data.length));
  let filled = Math.min(rows, gallery.rows);
  if (filled === rows) return { data, rows, columns };
  for await (const block of simulatedGallery(structure, { count: rows - filled })(rowsPerBlock)) {
    data.set(block.data, filled * columns);
    filled += block.rows;
  }
  return { data, rows, columns };
}

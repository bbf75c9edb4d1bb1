import { randomSource } from '../base/randomSource.js';
import type { EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import { checkCount } from '../vectors/gallery/checkInput.js';
import type { GalleryStructure } from './galleryStructure.js';

/** What is drawn. */
export interface SimulatedOptions {
  /** N, vectors in all. */
  count: number;
  /** Default 0. */
  seed?: number;
}

/**
 * A gallery of any size with the structure of a real one. For cluster after cluster a centre is drawn near one of the real
 * centres (the smoothed bootstrap of Silverman and Young 1987, which keeps their variance), since classes come in families.
 * Around it lie the vectors of a real cluster that is drawn too, mirrored in each dimension or not: so the simulated ones have
 * near duplicates and outliers as the real ones do. Each vector is brought to length 1. Memory does not grow with the gallery,
 * and the vectors do not depend on the blocks.
 *
 * @returns a gallery source, which draws the same vectors each time it is read
 * @throws RetrievalError for a count that is none
 * @example
 * const structure = galleryStructure(vectors, labels);
 * const { rows } = await exactSearch({ queries, gallery: simulatedGallery(structure, { count: 1_000 }), k: 10 });
 */
export function simulatedGallery(
  structure: GalleryStructure,
  { count, seed = 0 }: SimulatedOptions,
): (rowsPerBlock: number) => AsyncGenerator<EmbeddingMatrix> {
  checkCount(count, 'count');
  const { dimension: columns } = structure;
  // eslint-disable-next-line @typescript-eslint/require-await
  return async function* (rowsPerBlock) {
    const draw = vectorStream(structure, seed);
    for (let first = 0; first < count; first += rowsPerBlock) {
      const rows = Math.min(rowsPerBlock, count - first);
      const data = new Float32Array(rows * columns);
      for (let row = 0; row < rows; row++) draw(data.subarray(row * columns, (row + 1) * columns));
      yield { data, rows, columns };
    }
  };
}

/** Deviation of a drawn centre from the real one that it is drawn near, in those of the real centres from their mean. */
const smoothing = 0.5;
/** By which all is drawn together, so that the drawn centres scatter no more than the real ones. */
const shrinking = 1 / Math.sqrt(1 + smoothing ** 2);

/** Fills one vector after the other. */
function vectorStream(structure: GalleryStructure, seed: number): (vector: Float32Array) => void {
  const { dimension, mean, between, clusters } = structure;
  const random = randomSource(seed, 'simulated gallery');
  const centre = new Float64Array(dimension);
  const signs = new Int8Array(dimension);
  let [residuals, next] = [clusters[0]!.residuals, clusters[0]!.residuals.rows];
  const drawn = () => clusters[random.integer(clusters.length)]!;
  return (vector) => {
    if (next === residuals.rows) {
      const near = drawn().centre;
      ({ residuals } = drawn());
      next = 0;
      for (let d = 0; d < dimension; d++) {
        const away = near[d]! - mean[d]! + smoothing * between[d]! * random.normal();
        centre[d] = mean[d]! + shrinking * away;
        signs[d] = random.integer(2) === 0 ? 1 : -1;
      }
    }
    const offset = next++ * dimension;
    let square = 0;
    for (let d = 0; d < dimension; d++) {
      vector[d] = centre[d]! + signs[d]! * residuals.data[offset + d]!;
      square += vector[d]! ** 2;
    }
    const scale = 1 / Math.sqrt(square);
    for (let d = 0; d < dimension; d++) vector[d]! *= scale;
  };
}

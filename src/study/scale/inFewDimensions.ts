import { galleryStructure, type GalleryStructure } from '../../scale/galleryStructure.js';
import { alongAxes, principalCoordinates } from '../../scale/principalCoordinates.js';
import type { EmbeddingMatrix } from '../../vectors/embeddingMatrix.js';

/** Dimensions that vectors are brought to, so that ten million of them fit into a laptop's memory. */
export const dimension = 128;

/** Vectors in few dimensions, and what it takes to simulate more of the same. */
export function inFewDimensions(
  vectors: EmbeddingMatrix,
  labels: Int32Array,
): {
  axes: ReturnType<typeof principalCoordinates>;
  /** `[N, K]` unit rows. */
  vectors: EmbeddingMatrix;
  structure: GalleryStructure;
} {
  const axes = principalCoordinates(vectors, dimension);
  const few = alongAxes(axes, vectors);
  return { axes, vectors: few, structure: galleryStructure(few, labels) };
}

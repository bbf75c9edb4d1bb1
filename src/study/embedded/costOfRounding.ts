import type { Dataset, RetrievalSplit } from '../../datasets/types.js';
import { evaluateVectors } from '../../experiments/evaluateRun.js';
import { selectRows, type EmbeddingMatrix } from '../../vectors/embeddingMatrix.js';
import { roundedDirections } from '../../vectors/formats/encodeDirections.js';
import { unitLength } from '../../vectors/unitLength.js';

/** mAP of a split, per cent. */
export interface CostOfRounding {
  /** With the vectors as they were computed. */
  float32: number;
  /** With what a file of directions keeps of them. */
  stored: number;
}

/**
 * What it costs to keep directions in whole numbers, in mAP of the gallery model on both sides.
 * @param vectors of the records of the data set; only those of the split's queries and gallery are looked at
 */
export async function costOfRounding(
  dataset: Dataset,
  split: RetrievalSplit,
  vectors: EmbeddingMatrix,
): Promise<CostOfRounding> {
  const galleryQueries = selectRows(vectors, split.queries);
  const gallery = selectRows(vectors, split.gallery);
  const stored = (matrix: EmbeddingMatrix) => unitLength(roundedDirections(matrix));
  const { mapSymmetricGallery, mapSymmetricQuery } = await evaluateVectors(dataset, {
    split,
    galleryQueries,
    gallery,
    queries: stored(galleryQueries),
    queryGallery: stored(gallery),
  });
  return { float32: 100 * mapSymmetricGallery, stored: 100 * mapSymmetricQuery };
}

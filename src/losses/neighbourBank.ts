import type * as tf from '@tensorflow/tfjs-core';
import type { RankedLists } from '../rankers/types.js';

/** Gallery-model embeddings of the training pictures with each picture's nearest neighbours, found once before training. */
export interface NeighbourBank {
  /** `F` `[N, D]`, unit rows. */
  embeddings: tf.Tensor2D;
  /** `[anchors, K]` row numbers into `embeddings`, most similar first, the anchor itself included. */
  indices: Int32Array;
  /** `[anchors, K]` similarities that belong to `indices`. */
  similarities: Float32Array;
  /** K */
  neighbours: number;
  /** Lists of rankers for the same anchors and items, by `rankerKey`. */
  rankings?: ReadonlyMap<string, RankedLists>;
}

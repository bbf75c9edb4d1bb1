import * as tf from '@tensorflow/tfjs-core';
import { listSimilarities } from '../compute/kernels/listSimilarities.js';
import type { NeighbourBank } from './neighbourBank.js';
import { storedLists } from './storedLists.js';
import type { LossBatch, NeighbourSource, RankingLists } from './types.js';

export interface LossBatchOptions {
  /** `[B, D]` */
  query: tf.Tensor2D;
  /** `[B, D]` */
  gallery: tf.Tensor2D;
  /**
   * Which training pictures these are, `[B]`; needed by losses that rank the bank or use labels. Read again where a step
   * is repeated.
   */
  readonly anchors?: ArrayLike<number>;
  bank?: NeighbourBank;
  /** Replaces each gallery similarity before a loss sees it; must be increasing. For the experiment on distorted scores. */
  distortSimilarities?: (similarities: tf.Tensor2D) => tf.Tensor2D;
}

/**
 * Bundles embeddings with the ranking lists that losses ask for.
 * @example
 * import * as tf from '@tensorflow/tfjs';
 *
 * const [query, gallery] = [tf.tensor2d([[1, 0], [0, 1]]), tf.tensor2d([[1, 0], [1, 0]])];
 * const loss = createLoss({ kind: 'featureRegression' });
 * const value = tf.tidy(() => loss.compute(createLossBatch({ query, gallery })));
 * console.log((await value.data())[0]!.toFixed(3)); // 0.500
 */
export function createLossBatch(options: LossBatchOptions): LossBatch {
  const { query, gallery, distortSimilarities: distort = (t) => t } = options;
  return {
    query,
    gallery,
    get anchors() {
      return options.anchors;
    },
    lists(source) {
      const lists = listsFrom(options, source);
      // A distortion may round two similarities to the same number.
      const distinct = lists.distinct && !options.distortSimilarities;
      return { ...lists, gallery: distort(lists.gallery), distinct };
    },
  };
}

function listsFrom(options: LossBatchOptions, source: NeighbourSource): RankingLists {
  const { query, gallery } = options;
  if (source.from === 'batch') return batchLists(query, gallery);
  const near = storedLists(options, source);
  return source.from !== 'bankAndBatch' ? near : sortedTogether(near, batchLists(query, gallery));
}

/** Both lists of each anchor as one, sorted by the gallery model; an item may stand in it twice. */
function sortedTogether(a: RankingLists, b: RankingLists): RankingLists {
  const [query, gallery] = [tf.concat([a.query, b.query], 1), tf.concat([a.gallery, b.gallery], 1)];
  const [rows, columns] = gallery.shape;
  const { values, indices } = tf.topk(gallery, columns, true);
  const starts = tf.expandDims(tf.mul(tf.range(0, rows, 1, 'int32'), tf.scalar(columns, 'int32')), 1);
  const sorted = tf.gather(tf.reshape(query, [-1]), tf.add<tf.Tensor2D>(indices, starts));
  return { query: sorted as tf.Tensor2D, gallery: values };
}

function batchLists(query: tf.Tensor2D, gallery: tf.Tensor2D): RankingLists {
  const { values, indices } = tf.topk(tf.matMul(gallery, gallery, false, true), gallery.shape[0], true);
  return { query: listSimilarities(query, gallery, indices as tf.Tensor2D), gallery: values as tf.Tensor2D };
}

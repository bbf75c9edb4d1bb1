import * as tf from '@tensorflow/tfjs';
import { RetrievalError } from '../errors.js';
import { listSimilarities } from '../kernels/listSimilarities.js';
import type { LossBatch, NeighbourSource, RankingLists } from './types.js';

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
}

export interface LossBatchOptions {
  /** `[B, D]` */
  query: tf.Tensor2D;
  /** `[B, D]` */
  gallery: tf.Tensor2D;
  /** Which anchors of the bank these are, `[B]`; needed by losses that rank the bank. */
  anchors?: ArrayLike<number>;
  bank?: NeighbourBank;
  /** Replaces each gallery similarity before a loss sees it; must be increasing. For the experiment on distorted scores. */
  distortSimilarities?: (similarities: tf.Tensor2D) => tf.Tensor2D;
}

/** Bundles embeddings with the ranking lists that losses ask for. */
export function createLossBatch(options: LossBatchOptions): LossBatch {
  const { query, gallery, distortSimilarities: distort = (t) => t } = options;
  return {
    query,
    gallery,
    lists(source) {
      const lists = source.from === 'batch' ? batchLists(query, gallery) : bankLists(options, source);
      return { ...lists, gallery: distort(lists.gallery) };
    },
  };
}

function batchLists(query: tf.Tensor2D, gallery: tf.Tensor2D): RankingLists {
  const { values, indices } = tf.topk(tf.matMul(gallery, gallery, false, true), gallery.shape[0], true);
  return { query: listSimilarities(query, gallery, indices as tf.Tensor2D), gallery: values as tf.Tensor2D };
}

function bankLists(
  options: LossBatchOptions,
  source: Extract<NeighbourSource, { from: 'bank' }>,
): RankingLists {
  const { bank, anchors, query } = options;
  if (!bank || !anchors || source.count > bank.neighbours) {
    throw new RetrievalError({
      what: 'The loss ranks more of the bank than there is',
      where: 'neighbours.count',
      expected: bank ? `at most ${bank.neighbours}` : 'a neighbour bank and the anchors of the batch',
      found: String(source.count),
      fix: 'lower neighbours.count, or prepare the bank with more neighbours',
    });
  }
  const shape: [number, number] = [anchors.length, source.count];
  const take = <T extends Int32Array | Float32Array>(from: T, into: T): T => {
    for (let b = 0; b < anchors.length; b++) {
      const start = anchors[b]! * bank.neighbours;
      into.set(from.subarray(start, start + source.count), b * source.count);
    }
    return into;
  };
  const size = shape[0] * shape[1];
  const indices = tf.tensor2d(take(bank.indices, new Int32Array(size)), shape, 'int32');
  const similarities = take(bank.similarities, new Float32Array(size));
  return {
    query: listSimilarities(query, bank.embeddings, indices),
    gallery: tf.tensor2d(similarities, shape),
    distinct: isDistinct(similarities, source.count),
  };
}

/** Whether no row `[K]` of sorted numbers holds the same number twice. */
function isDistinct(rows: Float32Array, length: number): boolean {
  for (let i = 1; i < rows.length; i++) if (rows[i] === rows[i - 1] && i % length !== 0) return false;
  return true;
}

import * as tf from '@tensorflow/tfjs-core';
import { hostDecision, hostTensor } from '../compute/backend/hostValues.js';
import { listSimilarities } from '../compute/kernels/listSimilarities.js';
import { describeValue } from '../base/describeValue.js';
import { RetrievalError } from '../errors.js';
import type { NeighbourBank } from './neighbourBank.js';
import { rankerKey } from './neighbourSource.js';
import type { NeighbourSource, RankingLists } from './types.js';

type StoredSource = Exclude<NeighbourSource, { from: 'batch' }>;

/** Whose lists are asked for. */
interface Asked {
  /** `[B, D]` */
  query: tf.Tensor2D;
  bank?: NeighbourBank | undefined;
  readonly anchors?: ArrayLike<number> | undefined;
}

/** Lists of every training picture, made before the training. */
interface ListTable {
  /** `[anchors, length]` */
  indices: Int32Array;
  /** `[anchors, length]`, missing where there is nothing but an order. */
  scores?: Float32Array | undefined;
  length: number;
}

/** The anchors' lists as they were made before training: the gallery model's own, or those of a ranker. */
export function storedLists(options: Asked, source: StoredSource): RankingLists {
  const { bank, query } = options;
  const { count } = source;
  const table = tableOf(options, source);
  const anchors = options.anchors!;
  const shape: [number, number] = [anchors.length, count];
  const rowsOf = <T extends Int32Array | Float32Array>(values: T): T[] =>
    Array.from(options.anchors!, (anchor) => {
      const start = anchor * table.length;
      const row = values.subarray(start, start + count) as T;
      // Of another row there would be nothing, or a part.
      if (!Number.isInteger(anchor) || anchor < 0 || row.length !== count) throw noAnchor(anchor, table);
      return row;
    });
  const take = <T extends Int32Array | Float32Array>(values: T, into: T): T => {
    rowsOf(values).forEach((row, b) => into.set(row, b * count));
    return into;
  };
  const size = shape[0] * shape[1];
  const indices = hostTensor<tf.Rank.R2>(shape, () => take(table.indices, new Int32Array(size)));
  const similarities = { query: listSimilarities(query, bank!.embeddings, indices) };
  const { scores } = table;
  if (!scores) return { ...similarities, gallery: fallingSteps(shape), distinct: true };
  return {
    ...similarities,
    gallery: hostTensor<tf.Rank.R2>(shape, () => take(scores, new Float32Array(size))),
    distinct: hostDecision(() => rowsOf(scores).every(isDistinct)),
  };
}

function tableOf({ bank, anchors }: Asked, source: StoredSource): ListTable {
  const ranking = source.from === 'ranker' ? bank?.rankings?.get(rankerKey(source.ranker)) : undefined;
  if (source.from === 'ranker' && bank && !ranking) throw noRanking(source.ranker.kind);
  const table =
    ranking ?? (bank && { indices: bank.indices, scores: bank.similarities, length: bank.neighbours });
  if (table && anchors && source.count <= table.length) return table;
  throw new RetrievalError({
    what: 'The loss ranks more of the bank than there is',
    where: 'neighbours.count',
    expected: table ? `at most ${table.length}` : 'a neighbour bank and the anchors of the batch',
    found: String(source.count),
    fix: 'lower neighbours.count, or prepare the bank with more neighbours',
  });
}

/** `[B, K]`: 1, 1 - 1/K, 1 - 2/K, ... in every row. */
function fallingSteps([rows, columns]: [number, number]): tf.Tensor2D {
  return tf.tile(tf.sub<tf.Tensor2D>(1, tf.div(tf.expandDims(tf.range(0, columns), 0), columns)), [rows, 1]);
}

function noRanking(kind: string): RetrievalError {
  return new RetrievalError({
    what: 'The bank has no lists of a ranker',
    where: 'neighbours.ranker',
    expected: 'its lists among bank.rankings, called by rankerKey',
    found: `none of the ranker ${kind}`,
  });
}

function noAnchor(anchor: number, { indices, length }: ListTable): RetrievalError {
  return new RetrievalError({
    what: 'The bank has no list for an anchor',
    where: 'anchors',
    expected: `a row from 0 to ${indices.length / length - 1}`,
    found: describeValue(anchor),
  });
}

/** Whether sorted numbers do not hold the same number twice. */
function isDistinct(sorted: Float32Array): boolean {
  for (let i = 1; i < sorted.length; i++) if (sorted[i] === sorted[i - 1]) return false;
  return true;
}

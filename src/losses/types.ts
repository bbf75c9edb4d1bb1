import type * as tf from '@tensorflow/tfjs-core';
import type { z } from 'zod';
import type { Described } from '../base/registry/described.js';
import type { RankerConfig, RankerConfigInput } from '../rankers/rankerConfig.js';
import type { MonotoneMapping } from './mappings/types.js';

type SourceWith<Ranker> =
  | {
      /** the `count` items of the offline bank that are most similar to the anchor */ from: 'bank';
      count: number;
    }
  | { /** the other pictures of the batch, the anchor included */ from: 'batch' }
  | {
      /** `count` items of the bank followed by the pictures of the batch, sorted together: near and random items */
      from: 'bankAndBatch';
      count: number;
    }
  | {
      /** the `count` items that another ranker than the gallery vectors' cosine puts first, in its order */
      from: 'ranker';
      count: number;
      ranker: Ranker;
    };

/** Where the items that an anchor ranks come from. */
export type NeighbourSource = SourceWith<RankerConfig>;
/** The same as a user writes it. */
export type NeighbourSourceInput = SourceWith<RankerConfigInput>;

/** Similarities of each anchor to the items it ranks, sorted by the gallery model. */
export interface RankingLists {
  /** `s` `[B, K]`: query-model embedding of the anchor against gallery-model embeddings of the items. */
  query: tf.Tensor2D;
  /**
   * `t` `[B, K]`: the gallery model's own similarities, or the scores of the ranker that made the list, never increasing
   * along K. Of a ranker without scores numbers that fall from 1 by equal steps: losses that look at more than their order
   * say so by `needsScores`.
   */
  gallery: tf.Tensor2D;
  /** Whether no two similarities of a row of `gallery` are known to be equal, which saves the search for ties. */
  distinct?: boolean;
}

/** The training pictures as the gallery model and their labels describe them. */
export interface TrainingSet {
  /** `F` `[N, D]`, unit rows: the gallery model's embeddings. */
  gallery: tf.Tensor2D;
  /** `[N]` class of each picture, any numbers. */
  labels?: Int32Array;
}

/** What a loss may look at. Gradients reach the query embeddings only. */
export interface LossBatch {
  /** `q` `[B, D]`, unit rows: the query model's embeddings of the anchors. */
  query: tf.Tensor2D;
  /** `g` `[B, D]`, unit rows: the gallery model's embeddings of the same anchors. */
  gallery: tf.Tensor2D;
  /** `[B]` numbers of the anchors in the training set; only losses that use labels need them. */
  readonly anchors?: ArrayLike<number> | undefined;
  /** Ranking lists of the anchors; the tensors belong to the enclosing `tf.tidy`. */
  lists(source: NeighbourSource): RankingLists;
}

/** A map of the query embeddings that was trained beside the query model and belongs to it in the search. */
export interface QueryTransform {
  /** `[n, D]` unit rows -> `[n, D]` unit rows. Call it inside `tf.tidy`. */
  apply(query: tf.Tensor2D): tf.Tensor2D;
  parameterCount: number;
  /** Floating point operations for one picture, two per multiply-add. */
  flops: number;
}

/** A training objective. `compute` is differentiable in `batch.query`. */
export interface Loss {
  readonly name: string;
  /**
   * Whether `compute` and `afterStep` run the same operations on each batch of one size, and take what changes from step
   * to step, beside the batch's tensors and variables, by `hostTensor` and `hostDecision` alone; reading `batch.anchors`
   * when these ask. The trainer need not run their code at each step then. Any other loss is trained all the same.
   */
  readonly isRepeatable?: boolean;
  /** The mean loss over the anchors. Call it inside `tf.tidy` or a gradient function. */
  compute(batch: LossBatch): tf.Scalar;
  /**
   * Called once before training, for a loss that learns something of the training set first, such as a classifier of
   * the gallery's vectors.
   */
  prepare?(set: TrainingSet): Promise<void>;
  /**
   * Called before each epoch, for a loss that mines examples.
   * @param embed gives `[N, D]`, the query model's embeddings of all training pictures as it is now.
   */
  startEpoch?(epoch: number, embed: () => Promise<Float32Array>): Promise<void>;
  /** Variables that the trainer's optimiser moves together with the query model's; read after `prepare`. */
  readonly variables?: tf.Variable[];
  /**
   * Variables that it changes itself in `afterStep`, in a fixed order; read after `prepare`. A training can go on after its
   * process ended only where everything that a loss learns is here, in `variables` or in `mined`; what `prepare` makes of
   * the training set it makes again.
   */
  readonly state?: tf.Variable[] | undefined;
  /** What `startEpoch` found, before the first epoch nothing; given back when a training goes on within an epoch. */
  mined?: Int32Array | undefined;
  /** Applied to every query embedding in the search, for a loss that trains such a map; read after `prepare`. */
  readonly queryTransform?: QueryTransform | undefined;
  /**
   * Called after each step of the query model, for a loss that trains parts of its own.
   * @param progress gives the share of the training that is done, in [0, 1].
   */
  afterStep?(batch: LossBatch, progress: () => number): void;
  dispose?(): void;
}

/** A loss whose learnt map can be looked at. */
export interface MappedLoss extends Loss {
  readonly mapping: MonotoneMapping;
}

/** What a loss may need to know about the data before training. */
export interface LossContext {
  /** Lowest and highest gallery similarity to expect; default [-1, 1]. */
  similarityRange: readonly [number, number];
  seed: number;
}

/** A registered loss: its configuration's schema and its factory. */
export interface LossDefinition<Schema extends z.ZodType = z.ZodType> extends Described {
  /** Authors, year and equation, or "ours". */
  source: string;
  schema: Schema;
  create(config: z.output<Schema>, context: LossContext): Loss;
  /** Whether it learns from the labels of the training pictures. */
  needsLabels?: true;
  /** Whether it looks at more of the gallery model's scores than at their order; lists that have none are refused then. */
  needsScores?(config: z.output<Schema>): boolean;
  /** Whether it trains a transform of the query embeddings, which files of query models do not hold. */
  hasQueryTransform?: true;
}

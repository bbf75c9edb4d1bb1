import type * as tf from '@tensorflow/tfjs-core';
import type { RandomSource } from '../base/randomSource.js';
import type { QueryModelConfig } from './queryModelConfig.js';

/** What a batch for a query model holds: stored features of a frozen network, or pictures. */
export type QueryModelInput =
  | {
      kind: 'features';
      dimension: number;
      /** Floating point operations of the frozen network for one picture. */
      flops: number;
    }
  | { kind: 'pixels'; size: number };

export interface EmbedOptions {
  /** `true` uses batch statistics in batch norms (and moves the running averages) and applies dropout. */
  training: boolean;
  /** Source of the dropout mask; needed in training by models that drop out. */
  random?: RandomSource;
}

/** The small network that embeds queries into the gallery model's space. */
export interface QueryModel {
  readonly name: string;
  readonly config: QueryModelConfig;
  readonly input: QueryModelInput;
  /** D, the gallery model's dimension. */
  readonly dimension: number;
  /** Trained variables, in a fixed order. */
  readonly variables: tf.Variable[];
  /** Running averages of batch norms, in a fixed order; never moved by an optimiser. */
  readonly state: tf.Variable[];
  /** One name per entry of `[...variables, ...state]`, stable across runs. */
  readonly names: string[];
  /** Number of trained weights. */
  readonly parameterCount: number;
  /** Floating point operations for one picture (two per multiply-add), a frozen network in front included. */
  readonly flops: number;
  /**
   * Whether training passes on batches of one size run the same operations and take what changes from step to step by
   * `hostTensor` and `hostDecision`, so that the trainer need not run their code each time.
   */
  readonly isRepeatable?: boolean;
  /** `[B, F]` features or `[B, S, S, 3]` pictures in 0..255 -> `[B, D]` unit rows; differentiable in `variables`. */
  embed(input: tf.Tensor, options: EmbedOptions): tf.Tensor2D;
  dispose(): void;
}

/** Facts about stored features that a head needs; see `describeFeatures`. */
export interface FeatureDescription {
  /** `[F]` mean and standard deviation of the unit feature vectors over the fit rows. */
  mean: Float32Array;
  deviation: Float32Array;
  /** Floating point operations of the frozen network for one picture. */
  flops: number;
}

/** What a query model must know besides its configuration. */
export interface QueryModelContext {
  /** D, the gallery model's dimension. */
  dimension: number;
  /** Needed by heads on stored features. */
  features?: FeatureDescription;
}

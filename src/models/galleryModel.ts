import type * as tf from '@tensorflow/tfjs-core';

import { sha256OfBytes } from '../base/files/sha256.js';

/** The large network whose embeddings define the space that is searched. */
export interface GalleryModel {
  readonly name: string;
  /** D */
  readonly dimension: number;
  /** Side of the pictures it takes, in pixels. */
  readonly size: number;
  /** Changes whenever its embeddings could: a hash over weights, picture size, pooling and version of the code. */
  readonly identity: string;
  /** Floating point operations for one picture, two per multiply-add; unknown for foreign models. */
  readonly flops?: number;
  /** `[B, size, size, 3]` pixel values 0..255 -> `[B, D]` unit rows. */
  embed(pixels: tf.Tensor4D): Promise<tf.Tensor2D>;
  /**
   * `[B, H, W, 3]` pixel values 0..255 of any size -> `[B, D]` unit rows; missing where the network takes squares of
   * its own size only.
   */
  embedPhoto?(pixels: tf.Tensor4D): Promise<tf.Tensor2D>;
  /**
   * The same pictures at several scales, each `[B, H, W, 3]`, -> `[B, D]` unit rows; missing where it is the mean of the
   * unit vectors of `embedPhoto`, brought to unit length again.
   */
  embedScales?(scaled: readonly tf.Tensor4D[]): Promise<tf.Tensor2D>;
  dispose(): void;
}

/** Raised when a change of the code changes embeddings, so that stored ones are not taken for current. */
const codeVersion = 1;

/** Identity of a model from everything that its embeddings depend on. */
export function modelIdentity(parts: Record<string, unknown>): string {
  return sha256OfBytes(JSON.stringify({ codeVersion, ...parts }));
}

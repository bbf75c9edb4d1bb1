import * as tf from '@tensorflow/tfjs-core';
import { isNative } from '../backend/nativeBackend.js';
import { runRawOp } from '../backend/rawOps.js';

/** Share of the running averages that stays at each step, where nothing else is asked for. */
export const batchNormMomentum = 0.9;

export interface BatchNormOptions {
  /** `[B, H, W, C]` */
  input: tf.Tensor4D;
  /** `[C]` */
  scale: tf.Tensor1D;
  offset: tf.Tensor1D;
  /** `[C]` running averages: used as they are in inference, moved in training. */
  movingMean: tf.Variable<tf.Rank.R1>;
  movingVariance: tf.Variable<tf.Rank.R1>;
  training: boolean;
  /** Default 1e-3. */
  epsilon?: number;
  /** Share of the running averages that stays at each step, default `batchNormMomentum`. */
  momentum?: number;
}

/**
 * Batch normalisation of a feature map. In training it uses the statistics of the batch, is differentiable in `input`,
 * `scale` and `offset`, and moves the running averages; the variance there is the unbiased one.
 */
export function batchNormalise(options: BatchNormOptions): tf.Tensor4D {
  const {
    input,
    scale,
    offset,
    movingMean,
    movingVariance,
    training,
    epsilon = 1e-3,
    momentum = batchNormMomentum,
  } = options;
  if (!training)
    return tf.batchNorm(input, movingMean, movingVariance, offset, scale, epsilon) as tf.Tensor4D;
  const form = isNative() ? fusedBatchNorm : plainBatchNorm;
  const averages = { mean: movingMean, variance: movingVariance };
  const { output, mean, variance } = form(input, scale, offset, averages, epsilon, momentum);
  movingMean.assign(mean as tf.Tensor1D);
  movingVariance.assign(variance as tf.Tensor1D);
  tf.dispose([mean, variance]);
  return output;
}

/** Running averages `[C]`. */
interface Averages {
  mean: tf.Tensor;
  variance: tf.Tensor;
}

/** The normalised feature map and the moved averages, of which the caller disposes. */
interface Normalised extends Averages {
  output: tf.Tensor4D;
}

/** One TensorFlow operation forward and one back, instead of dozens of passes over the activations. */
export function fusedBatchNorm(
  input: tf.Tensor4D,
  scale: tf.Tensor1D,
  offset: tf.Tensor1D,
  averages: Averages,
  epsilon: number,
  momentum: number,
): Normalised {
  let moved: Averages | undefined;
  const types = ['T', 'U'];
  const normalise = tf.customGrad((...args) => {
    const [x, a, b] = args as tf.Tensor[];
    const save = args[3] as tf.GradSaveFunc;
    const attributes = { epsilon, data_format: 'NHWC', is_training: true };
    const [y, mean, variance, ...reserved] = runRawOp(
      'FusedBatchNormV3',
      [x!, a!, b!, averages.mean, averages.variance],
      { ...attributes, exponential_avg_factor: 1 - momentum },
      6,
      types,
    );
    // They leave by a side door: without keep they would be disposed of with the gradient's scope.
    moved = { mean: tf.keep(mean!), variance: tf.keep(variance!) };
    save([x!, a!, ...reserved]);
    return {
      value: y!,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) =>
        runRawOp('FusedBatchNormGradV3', [dy, ...saved], attributes, 5, types).slice(0, 3),
    };
  });
  return { output: normalise(input, scale, offset) as tf.Tensor4D, ...moved! };
}

/** The same from plain operations: for the other backends, and to test the fused form against. */
export function plainBatchNorm(
  input: tf.Tensor4D,
  scale: tf.Tensor1D,
  offset: tf.Tensor1D,
  averages: Averages,
  epsilon: number,
  momentum: number,
): Normalised {
  const { mean, variance } = tf.moments(input, [0, 1, 2]);
  const factor = tf.mul(scale, tf.rsqrt(tf.add(variance, epsilon)));
  const output = tf.add(tf.mul(tf.sub(input, mean), factor), offset);
  const count = input.size / input.shape[3];
  const move = (average: tf.Tensor, value: tf.Tensor): tf.Tensor =>
    tf.keep(tf.tidy(() => tf.add(tf.mul(average, momentum), tf.mul(value, 1 - momentum))));
  return {
    output: output as tf.Tensor4D,
    mean: move(averages.mean, mean),
    variance: move(averages.variance, tf.mul(variance, count / Math.max(1, count - 1))),
  };
}

import * as tf from '@tensorflow/tfjs';
import { isNative, runRawOp } from './rawOps.js';

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
  /** Share of the running averages that stays at each step, default 0.9. */
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
    momentum = 0.9,
  } = options;
  if (!training)
    return tf.batchNorm(input, movingMean, movingVariance, offset, scale, epsilon) as tf.Tensor4D;
  const form = isNative() ? fusedBatchNorm : plainBatchNorm;
  const { output, mean, variance } = form(input, scale, offset, epsilon);
  tf.tidy(() => {
    for (const [average, value] of [
      [movingMean, mean],
      [movingVariance, variance],
    ] as const) {
      average.assign(tf.add(tf.mul(average, momentum), tf.mul(value, 1 - momentum)));
    }
  });
  tf.dispose([mean, variance]);
  return output;
}

interface Normalised {
  output: tf.Tensor4D;
  /** `[C]`; the caller disposes of both. */
  mean: tf.Tensor;
  variance: tf.Tensor;
}

/** One TensorFlow operation forward and one back, instead of dozens of passes over the activations. */
export function fusedBatchNorm(
  input: tf.Tensor4D,
  scale: tf.Tensor1D,
  offset: tf.Tensor1D,
  epsilon: number,
): Normalised {
  const statistics: tf.Tensor[] = [];
  const types = ['T', 'U'];
  const normalise = tf.customGrad((...args) => {
    const [x, a, b] = args as tf.Tensor[];
    const save = args[3] as tf.GradSaveFunc;
    const attributes = { epsilon, data_format: 'NHWC', is_training: true };
    const none = tf.tensor1d([]);
    const [y, mean, variance, ...reserved] = runRawOp(
      'FusedBatchNormV3',
      [x!, a!, b!, none, none],
      { ...attributes, exponential_avg_factor: 1 },
      6,
      types,
    );
    // They leave by a side door: without keep they would be disposed of with the gradient's scope.
    statistics.push(tf.keep(mean!), tf.keep(variance!));
    save([x!, a!, ...reserved]);
    return {
      value: y!,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) =>
        runRawOp('FusedBatchNormGradV3', [dy, ...saved], attributes, 5, types).slice(0, 3),
    };
  });
  const output = normalise(input, scale, offset) as tf.Tensor4D;
  return { output, mean: statistics[0]!, variance: statistics[1]! };
}

/** The same from plain operations: for the other backends, and to test the fused form against. */
export function plainBatchNorm(
  input: tf.Tensor4D,
  scale: tf.Tensor1D,
  offset: tf.Tensor1D,
  epsilon: number,
): Normalised {
  const { mean, variance } = tf.moments(input, [0, 1, 2]);
  const output = tf.add(
    tf.mul(tf.sub(input, mean), tf.mul(scale, tf.rsqrt(tf.add(variance, epsilon)))),
    offset,
  );
  const count = input.size / input.shape[3];
  return {
    output: output as tf.Tensor4D,
    mean: tf.keep(mean.clone()),
    variance: tf.keep(tf.mul(variance, count / Math.max(1, count - 1))),
  };
}

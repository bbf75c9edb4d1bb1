import * as tf from '@tensorflow/tfjs-core';
import { isNative } from '../backend/nativeBackend.js';
import { runRawOp } from '../backend/rawOps.js';

export interface PaddedConvolutionOptions {
  stride: number;
  /** Zeros added on each side of the picture. */
  side: number;
  /** One kernel per channel instead of one over all channels. */
  depthwise: boolean;
}

/**
 * A convolution with the same padding on all sides, as PyTorch pads, differentiable in both tensors. TensorFlow.js has
 * no such padding on the native backend, where TensorFlow itself has.
 *
 * @param x `[B, H, W, C]`
 * @param kernel `[k, k, C, outputs]`, or `[k, k, C, 1]` depthwise
 */
export function paddedConvolution(
  x: tf.Tensor4D,
  kernel: tf.Tensor4D,
  options: PaddedConvolutionOptions,
): tf.Tensor4D {
  return isNative() ? rawPaddedConvolution(x, kernel, options) : plainPaddedConvolution(x, kernel, options);
}

/** A padded copy first: for the other backends, and to test the raw form against. */
export function plainPaddedConvolution(
  x: tf.Tensor4D,
  kernel: tf.Tensor4D,
  { stride, side, depthwise }: PaddedConvolutionOptions,
): tf.Tensor4D {
  const padded = tf.pad(x, [
    [0, 0],
    [side, side],
    [side, side],
    [0, 0],
  ]);
  return (depthwise ? tf.depthwiseConv2d : tf.conv2d)(padded, kernel, stride, 'valid');
}

/** TensorFlow's own padding, forward and back, without copies of the picture. */
export function rawPaddedConvolution(
  x: tf.Tensor4D,
  kernel: tf.Tensor4D,
  { stride, side, depthwise }: PaddedConvolutionOptions,
): tf.Tensor4D {
  const attributes = {
    strides: { integers: [1, stride, stride, 1] },
    padding: 'EXPLICIT',
    explicit_paddings: { integers: [0, 0, side, side, side, side, 0, 0] },
    data_format: 'NHWC',
  };
  const name = depthwise ? 'DepthwiseConv2dNative' : 'Conv2D';
  const run = (operation: string, inputs: tf.Tensor[]): tf.Tensor =>
    runRawOp(operation, inputs, attributes)[0]!;
  const convolve = tf.customGrad((...args) => {
    const [input, filter, save] = args as [tf.Tensor, tf.Tensor, tf.GradSaveFunc];
    save([input, filter]);
    return {
      value: run(name, [input, filter]),
      gradFunc: (dy: tf.Tensor, [savedInput, savedFilter]: tf.Tensor[]) => [
        run(`${name}BackpropInput`, [tf.tensor1d(x.shape, 'int32'), savedFilter!, dy]),
        run(`${name}BackpropFilter`, [savedInput!, tf.tensor1d(kernel.shape, 'int32'), dy]),
      ],
    };
  });
  return convolve(x, kernel) as tf.Tensor4D;
}

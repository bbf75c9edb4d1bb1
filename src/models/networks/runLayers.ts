import * as tf from '@tensorflow/tfjs';
import type { Convolution, Layer, MaxPool, Preprocessing } from './network.js';

/** Applies one convolution with all that belongs to it; frozen and trained networks differ only here. */
export type ApplyConvolution = (layer: Convolution, x: tf.Tensor4D) => tf.Tensor4D;

/** Runs a list of layers on `[B, H, W, C]`. Call it inside `tf.tidy`. */
export function runLayers(layers: Layer[], x: tf.Tensor4D, convolve: ApplyConvolution): tf.Tensor4D {
  return layers.reduce((input, layer) => {
    switch (layer.kind) {
      case 'convolution':
        return convolve(layer, input);
      case 'maxPool':
        return maxPool(layer, input);
      case 'residual':
        return tf.add(input, runLayers(layer.layers, input, convolve));
      case 'branches':
        return tf.concat(
          layer.branches.map((branch) => runLayers(branch, input, convolve)),
          3,
        );
    }
  }, x);
}

/** `[B, H, W, 3]` pixel values 0..255 -> what the network was trained on. */
export function preprocess(pixels: tf.Tensor4D, { order, mean, deviation }: Preprocessing): tf.Tensor4D {
  const values = tf.cast(pixels, 'float32');
  const ordered = order === 'bgr' ? tf.reverse(values, 3) : values;
  return tf.div(tf.sub(ordered, tf.tensor1d(mean)), tf.tensor1d(deviation));
}

/** The padding of a convolution: one that every backend knows, or the zeros to add on each side. */
export function convolutionPadding({ padding, kernel, stride }: Convolution): 'same' | 'valid' | number {
  const side = Math.floor(kernel / 2);
  if (padding === 'none') return 'valid';
  return padding === 'same' || stride === 1 || side === 0 ? 'same' : side;
}

/** Inputs are never negative here (they come from a ReLU), so that zeros beyond the end change no maximum. */
function maxPool({ window, stride }: MaxPool, x: tf.Tensor4D): tf.Tensor4D {
  const size = x.shape[1];
  const missing = (Math.ceil((size - window) / stride) * stride + window - size) | 0;
  return tf.maxPool(missing > 0 ? padSpatially(x, 0, missing) : x, window, stride, 'valid');
}

/** Zeros around every picture. */
export function padSpatially(x: tf.Tensor4D, before: number, after: number): tf.Tensor4D {
  return tf.pad(x, [
    [0, 0],
    [before, after],
    [before, after],
    [0, 0],
  ]);
}

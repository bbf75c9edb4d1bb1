import * as tf from '@tensorflow/tfjs-core';
import { activate } from './activations.js';
import type { Branches, ChannelShuffle, Convolution, Layer, MaxPool, Preprocessing } from './network.js';

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
      case 'residual': {
        const shortcut = runLayers(layer.shortcut ?? [], input, convolve);
        const sum = tf.add<tf.Tensor4D>(shortcut, runLayers(layer.layers, input, convolve));
        return activate(sum, layer.activation ?? 'none');
      }
      case 'squeezeExcite': {
        const means = tf.mean<tf.Tensor4D>(input, [1, 2], true);
        return tf.mul(input, runLayers(layer.layers, means, convolve));
      }
      case 'branches': {
        const inputs = inputsOf(layer, input);
        return tf.concat(
          layer.branches.map((branch, n) => runLayers(branch, inputs[n]!, convolve)),
          3,
        );
      }
      case 'channelShuffle':
        return shuffle(layer, input);
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

function inputsOf({ branches, split }: Branches, x: tf.Tensor4D): tf.Tensor4D[] {
  return split ? tf.split(x, split, 3) : branches.map(() => x);
}

function shuffle({ groups, channels }: ChannelShuffle, x: tf.Tensor4D): tf.Tensor4D {
  const grouped = tf.reshape(x, [-1, groups, channels / groups]);
  return tf.reshape(tf.transpose(grouped, [0, 2, 1]), x.shape);
}

/** Inputs are never negative here, so that zeros around them change no maximum. */
function maxPool({ window, stride, padding }: MaxPool, x: tf.Tensor4D): tf.Tensor4D {
  const half = padding === 'symmetric' ? Math.floor(window / 2) : 0;
  const after = (size: number): number =>
    half || Math.ceil((size - window) / stride) * stride + window - size;
  const [below, right] = [after(x.shape[1]), after(x.shape[2])];
  const padded = below + right > 0 ? padSpatially(x, half, [below, right]) : x;
  return tf.maxPool(padded, window, stride, 'valid');
}

/** Zeros around every picture. */
export function padSpatially(
  x: tf.Tensor4D,
  before: number,
  [below, right]: [below: number, right: number],
): tf.Tensor4D {
  return tf.pad(x, [
    [0, 0],
    [before, below],
    [before, right],
    [0, 0],
  ]);
}

import * as tf from '@tensorflow/tfjs-core';
import type { Activation } from './network.js';

/** Applies an activation operation by operation; differentiable. */
export function activate(x: tf.Tensor4D, activation: Activation): tf.Tensor4D {
  switch (activation) {
    case 'relu':
      return tf.relu(x);
    case 'relu6':
      return tf.relu6(x);
    case 'sigmoid':
      return tf.sigmoid(x);
    case 'swish':
      return tf.mul(x, tf.sigmoid(x));
    case 'hardSigmoid':
      return hardSigmoid(x);
    case 'hardSwish':
      return tf.mul(x, hardSigmoid(x));
    case 'none':
      return x;
  }
}

function hardSigmoid(x: tf.Tensor4D): tf.Tensor4D {
  return tf.mul(tf.relu6(tf.add(x, 3)), 1 / 6);
}

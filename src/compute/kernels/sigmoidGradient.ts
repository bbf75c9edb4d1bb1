import * as tf from '@tensorflow/tfjs-core';
import { isNative } from '../backend/nativeBackend.js';
import { runRawOp } from '../backend/rawOps.js';

/**
 * `dy y (1 - y)`, the gradient of a sigmoid whose value is `y`, in one pass on the native backend.
 * @param y and dy of the same shape
 */
export function sigmoidGradient(y: tf.Tensor, dy: tf.Tensor): tf.Tensor {
  return isNative() ? runRawOp('SigmoidGrad', [y, dy])[0]! : plainSigmoidGradient(y, dy);
}

export function plainSigmoidGradient(y: tf.Tensor, dy: tf.Tensor): tf.Tensor {
  return tf.mul(dy, tf.mul(y, tf.sub(1, y)));
}

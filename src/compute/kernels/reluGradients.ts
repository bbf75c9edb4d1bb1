import * as tf from '@tensorflow/tfjs-core';
import { isNative } from '../backend/nativeBackend.js';
import { runRawOp } from '../backend/rawOps.js';

/**
 * Replaces the gradients of ReLU and ReLU6, which TensorFlow.js composes from several passes over the activations, by
 * TensorFlow's own single operations. For all code that runs on the native backend.
 */
export function useRawGradients(): void {
  for (const kernelName of ['Relu', 'Relu6']) {
    tf.unregisterGradient(kernelName);
    tf.registerGradient({
      kernelName,
      inputsToSave: ['x'],
      gradFunc: (dy, [x]) => ({
        x: () =>
          isNative()
            ? runRawOp(`${kernelName}Grad`, [dy as tf.Tensor, x!])[0]!
            : plainGradients[kernelName]!(dy as tf.Tensor, x!),
      }),
    });
  }
}

/** The same gradients from plain operations: for the other backends, and to test the raw ones against. */
export const plainGradients: Record<string, (dy: tf.Tensor, x: tf.Tensor) => tf.Tensor> = {
  Relu: (dy, x) => tf.mul(dy, tf.step(x)),
  Relu6: (dy, x) => tf.mul(dy, tf.mul(tf.step(x), tf.cast(tf.less(x, 6), 'float32'))),
};

import * as tf from '@tensorflow/tfjs-core';

/**
 * Replaces the native backend's softmax over the last axis by the operations that it consists of. In a graph TensorFlow
 * would take oneDNN's softmax instead, which rounds differently, and a step would not give the same numbers there.
 */
export function useComposedSoftmax(): void {
  tf.unregisterKernel('Softmax', 'tensorflow');
  tf.registerKernel({
    kernelName: 'Softmax',
    backendName: 'tensorflow',
    kernelFunc: ({ inputs }) =>
      tf.tidy(() => {
        const logits = inputs.logits as tf.Tensor;
        const powers = tf.exp(tf.sub(logits, tf.max(logits, -1, true)));
        return tf.mul(powers, tf.reciprocal(tf.sum(powers, -1, true)));
      }),
  });
}

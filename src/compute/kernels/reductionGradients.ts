import * as tf from '@tensorflow/tfjs-core';

/**
 * Replaces the gradients of sums and means, for which TensorFlow.js multiplies with ones that it writes in JavaScript, by
 * a broadcast. The numbers stay the same to the last bit.
 */
export function useBroadcastGradients(): void {
  for (const kernelName of ['Sum', 'Mean']) {
    tf.unregisterGradient(kernelName);
    tf.registerGradient({
      kernelName,
      inputsToSave: ['x'],
      gradFunc: (gradient, [saved], attributes) => {
        const [dy, x] = [gradient as tf.Tensor, saved!];
        const axes = tf.util.parseAxisParam(attributes.axis as number | number[], x.shape);
        const kept = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
        return {
          x: () => {
            const share = kernelName === 'Sum' ? dy : tf.div(dy, x.size / dy.size);
            return tf.tile(
              tf.reshape(share, kept),
              x.shape.map((size, axis) => size / kept[axis]!),
            );
          },
        };
      },
    });
  }
}

import type * as tf from '@tensorflow/tfjs-core';
import { isOutOfMemory, outOfMemory } from '../../compute/backend/outOfMemory.js';
import { activationBytes } from './activationBytes.js';
import type { Network } from './network.js';

/**
 * Runs a network on pictures `[B, H, W, 3]`.
 * @throws RetrievalError with the estimate and what to lower where the device's memory does not hold them.
 */
export function withinMemory<Value>(network: Network, { shape }: tf.Tensor4D, run: () => Value): Value {
  try {
    return run();
  } catch (error) {
    if (!isOutOfMemory(error)) throw error;
    const [batch, height, width] = shape;
    const pictures = batch === 1 ? 'one picture' : `${batch} pictures`;
    throw outOfMemory(error, {
      what: 'a batch of pictures',
      where: `${network.name}, ${pictures} of ${width} x ${height} pixels`,
      estimate: batch * activationBytes(network, Math.ceil(Math.sqrt(width * height))),
      fix: 'lower the batch, the size of the pictures or the largest scale',
    });
  }
}

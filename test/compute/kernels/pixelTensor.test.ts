import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { selectBackend } from '../../../src/compute/backend/selectBackend.js';
import { pixelTensor } from '../../../src/compute/kernels/pixelTensor.js';

const bytes = Uint8Array.from({ length: 2 * 8 * 8 * 3 }, (_, n) => (n * 37) % 256);

test.each(['tensorflow', 'cpu'])(
  'bytes become the same numbers on %s, and none is left behind',
  async (name) => {
    await selectBackend();
    await tf.setBackend(name);
    const before = tf.memory().numTensors;
    const tensor = pixelTensor<tf.Tensor4D>(bytes, [2, 8, 8, 3]);
    expect([tensor.dtype, tensor.shape]).toEqual(['float32', [2, 8, 8, 3]]);
    bytes.reverse();
    expect([...tensor.dataSync()]).toEqual([...bytes].reverse());
    bytes.reverse();
    tensor.dispose();
    expect(tf.memory().numTensors).toBe(before);
  },
);

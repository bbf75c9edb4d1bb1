import '@tensorflow/tfjs-node-gpu';
import * as tf from '@tensorflow/tfjs-core';
import { computeItems } from '../../src/cli/gpuCheck/items.js';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { operationsOf } from './operationsOf.js';
import { otherWork } from './otherWork.js';

/** Run in a process of its own: what the library does where it takes the processor for a card, and by which operations. */
Object.assign(tf.findBackend('tensorflow'), { isUsingGpuDevice: true });
const backend = await selectBackend({ prefer: 'native' });
const { value: items, operations } = await operationsOf(async () => {
  await otherWork();
  return computeItems({ precision: 'float32', imitated: false });
});
process.stdout.write(`\n${JSON.stringify({ backend, items, operations })}\n`, () => process.exit(0));

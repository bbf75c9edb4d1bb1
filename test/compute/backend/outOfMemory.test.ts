import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { machineMemory } from '../../../src/base/machineMemory.js';
import { describeBytes } from '../../../src/base/describeBytes.js';
import { isOutOfMemory, outOfMemory } from '../../../src/compute/backend/outOfMemory.js';
import { selectBackend } from '../../../src/compute/backend/selectBackend.js';

beforeAll(() => selectBackend({ prefer: 'native' }));

/** TensorFlow's error for more memory than a processor can address. */
function fullMemory(): unknown {
  try {
    tf.dispose(tf.fill([2 ** 24, 2 ** 24], 1));
  } catch (error) {
    return error;
  }
  return undefined;
}

test('what TensorFlow says without memory is told apart from its other errors', () => {
  expect(isOutOfMemory(fullMemory())).toBe(true);
  expect(isOutOfMemory(new Error('Invalid TF_Status: 3\nMessage: Incompatible shapes'))).toBe(false);
  expect(isOutOfMemory(undefined)).toBe(false);
});

test('the error has the estimate, what the device has, and what to lower', () => {
  const cause = fullMemory();
  const work = { what: 'a step', where: 'batches of 64', fix: 'lower the batch' };
  const error = outOfMemory(cause, { ...work, estimate: 3.21e9 });
  expect(error.details).toMatchObject({
    what: 'The memory of the device does not hold a step',
    where: 'batches of 64',
    expected: `at most the ${describeBytes(machineMemory())} of the device`,
    fix: 'lower the batch',
    cause,
  });
  expect(error.details.found).toMatch(/^an estimate of 3\.2 GB; TensorFlow: .*OOM when allocating tensor/);
  expect(outOfMemory(cause, work).details.found).toMatch(/^no estimate; /);
  // Whoever catches it further out lets it pass.
  expect(isOutOfMemory(error)).toBe(false);
});

import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { runRawOp } from '../../../src/compute/backend/rawOps.js';
import { selectBackend } from '../../../src/compute/backend/selectBackend.js';

beforeAll(async () => {
  await selectBackend({ prefer: 'native' });
});

test('an unknown raw operation is named in the error', () => {
  expect(() => runRawOp('NoSuchOperation', [tf.scalar(1)])).toThrow(/NoSuchOperation/);
});

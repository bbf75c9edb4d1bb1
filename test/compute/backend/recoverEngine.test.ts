import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { recoverEngine } from '../../../src/compute/backend/recoverEngine.js';
import { selectBackend } from '../../../src/compute/backend/selectBackend.js';

beforeAll(async () => {
  await selectBackend({ prefer: 'native' });
});

test('the engine works again after scopes were left open', () => {
  const slope = (): number =>
    tf.tidy(
      () =>
        tf
          .grad((x) => tf.square(x))(tf.scalar(3))
          .dataSync()[0],
    );
  tf.engine().startScope();
  Object.assign((tf.engine() as unknown as { state: object }).state, {
    gradientDepth: 1,
    kernelDepth: 1,
    activeTape: [],
  });
  expect(slope).toThrow();
  recoverEngine();
  expect(slope()).toBe(6);
});

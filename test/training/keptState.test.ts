import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { randomSource } from '../../src/base/randomSource.js';
import { createQueryModel } from '../../src/models/createQueryModel.js';
import { keepState } from '../../src/training/keptState.js';

test('a kept state comes back, running averages too, and leaves no tensor behind', async () => {
  const model = await createQueryModel({ kind: 'smallCnn', width: 0.25, size: 32 }, randomSource(0), {
    dimension: 4,
  });
  const all = [...model.variables, ...model.state];
  const values = () => all.map((variable) => Array.from(variable.dataSync()));
  const [before, tensors] = [values(), tf.memory().numTensors];
  const kept = keepState(model, 5);
  for (const variable of all) tf.tidy(() => variable.assign(tf.add(variable, 1)));
  expect(values()).not.toEqual(before);
  kept.restore();
  expect(values()).toEqual(before);
  expect(kept.step).toBe(5);
  kept.dispose();
  expect(tf.memory().numTensors).toBe(tensors);
  model.dispose();
});

import { expect, test } from 'vitest';
import { RetrievalError } from '../../src/errors.js';
import { createLoss } from '../../src/losses/createLoss.js';

test.each([
  [{ kind: 'rankOrderPreservation', temperature: 0 }, /temperature/],
  [{ kind: 'rankOrderPreservation', temprature: 1 }, /temprature/],
  [{ kind: 'rankOrder' }, /rankOrderPreservation/],
])('a wrong configuration %j is refused and named', (config, message) => {
  expect(() => createLoss(config as never)).toThrow(RetrievalError);
  expect(() => createLoss(config as never)).toThrow(message);
});

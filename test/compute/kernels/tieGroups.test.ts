import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { selectBackend } from '../../../src/compute/backend/selectBackend.js';
import { tieGroups } from '../../../src/compute/kernels/tieGroups.js';

beforeAll(() => selectBackend());

test('every number knows where its run of equal numbers begins and ends', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 1, maxLength: 12 }), (numbers) => {
      const row = [...numbers].sort((a, b) => b - a);
      const { first, last } = tf.tidy(() => tieGroups(tf.tensor2d([row, row], [2, row.length], 'float32')));
      const expected = [row, row];
      expect(first.arraySync()).toEqual(expected.map((r) => r.map((x) => r.indexOf(x))));
      expect(last.arraySync()).toEqual(expected.map((r) => r.map((x) => r.lastIndexOf(x))));
      tf.dispose([first, last]);
    }),
    { numRuns: 40 },
  );
});

import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { bSplineBasis, iSpline } from '../../src/losses/mappings/iSpline.js';
import { checkMonotone } from '../../src/losses/mappings/checkMonotone.js';
import { createMonotoneMapping } from '../../src/losses/mappings/monotoneMapping.js';
import { mappingSchema } from '../../src/losses/mappings/config.js';
import { expectClose, list } from '../helpers/tensors.js';

beforeAll(() => selectBackend());

const learnt = ['piecewiseLinear', 'iSpline', 'positiveNetwork'] as const;
const build = (family: (typeof learnt)[number] | 'power', change = {}) =>
  createMonotoneMapping(mappingSchema.parse({ family, ...change }), [0.2, 1], 1);
const at = (mapping: ReturnType<typeof build>, values: number[]): number[] =>
  Array.from(mapping.apply(tf.tensor1d(values)).dataSync());

describe.each(learnt)('%s', (family) => {
  test('never decreases, whatever values its variables take', () => {
    const mapping = build(family, { slopeFloor: 0 });
    fc.assert(
      fc.property(fc.integer(), fc.double({ min: 0.1, max: 3, noNaN: true }), (seed, spread) => {
        for (const variable of mapping.variables) {
          variable.assign(
            tf.mul<tf.Tensor1D>(tf.randomNormal(variable.shape, 0, 1, 'float32', seed), spread),
          );
        }
        checkMonotone(mapping);
      }),
      { numRuns: 25 },
    );
    mapping.dispose();
  });

  test('starts near the asked power with pinned ends', () => {
    const mapping = build(family, { slopeFloor: 0, startExponent: 3 });
    const grid = [0.2, 0.35, 0.5, 0.65, 0.8, 0.95, 1];
    expectClose(
      at(mapping, grid),
      grid.map((t) => t ** 3),
      0.03,
    );
    expectClose(at(mapping, [-1, 0.2, 1, 2]), [0.008, 0.008, 1, 1], 1e-5);
    mapping.dispose();
  });

  test('keeps its slope above the floor', () => {
    const mapping = build(family, { slopeFloor: 0.2, startExponent: 6 });
    const [low, high] = at(mapping, [0.2, 0.3]);
    const meanSlope = (1 - 0.2 ** 6) / 0.8;
    expect((high - low) / 0.1).toBeGreaterThan(0.19 * meanSlope);
    mapping.dispose();
  });

  test('frees all its memory', () => {
    const before = tf.memory().numTensors;
    const mapping = build(family);
    tf.tidy(() => void mapping.apply(tf.tensor2d([[0.1, 0.5]])));
    mapping.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

test('the power map is the identity for exponent 1 and keeps signs', () => {
  expectClose(at(build('power', { startExponent: 1 }), [-0.5, 0, 0.7]), [-0.5, 0, 0.7], 1e-7);
  expectClose(at(build('power', { startExponent: 2 }), [-0.5, 0, 0.7]), [-0.25, 0, 0.49], 1e-6);
});

test('the spline basis sums to one and is one at the ends', () => {
  const basis = [0, 0.13, 0.5, 0.77, 1].map((u) => bSplineBasis(u, 6));
  for (const row of basis) expect(row.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
  expect(basis[0][0]).toBeCloseTo(1, 6);
  expect(basis[4].at(-1)).toBeCloseTo(1, 6);
  // Halfway through a uniform piece the four cubic B-splines weigh 1/48, 23/48, 23/48, 1/48.
  const middle = bSplineBasis(0.5, 9);
  expectClose(middle.slice(4, 8), [1 / 48, 23 / 48, 23 / 48, 1 / 48], 1e-5);
});

test('the spline, evaluated as one cubic per piece, equals the sum over its basis', () => {
  const pieces = 5;
  const family = iSpline(pieces);
  family.variables[0].assign(tf.tensor1d(list(pieces + 2, 3, { low: -2, high: 2 })));
  const steps = Array.from(tf.softmax(family.variables[0]).dataSync<'float32'>());
  const coefficients = [0, ...steps].map((_, k) => steps.slice(0, k).reduce((a, b) => a + b, 0));
  const grid = [0, 0.07, 0.2, 0.45, 0.6, 0.99, 1];
  expectClose(
    family.evaluate(tf.tensor1d(grid)).dataSync(),
    grid.map((u) => bSplineBasis(u, pieces).reduce((sum, weight, k) => sum + weight * coefficients[k], 0)),
    2e-6,
  );
});

test('checkMonotone names the interval in which a mapping falls', () => {
  const falling = {
    variables: [],
    apply: <T extends tf.Tensor>(t: T): T => tf.neg(t),
    dispose: () => undefined,
  };
  expect(() => checkMonotone(falling)).toThrow(/similarities -1.000 to -0.998/);
});

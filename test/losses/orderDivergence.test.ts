import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import {
  orderDivergence,
  plainOrderDivergence,
  type OrderDivergenceOptions,
} from '../../src/losses/orderDivergence.js';
import { expectClose, list } from '../helpers/tensors.js';
import { slowGradient, slowOrderDivergence } from './slowTwins.js';

const published: OrderDivergenceOptions = {
  topRows: 4,
  temperature: 0.1,
  comparison: 'cross',
  indicator: 'hard',
  error: 'squared',
  weights: 'growing',
  weightSharpness: 0.2,
};
const t = [1, 0.8, 0.6, 0.5];
const s = [0.7, 0.75, 0.4, 0.45];

function evaluate(
  queries: number[][],
  galleries: number[][],
  options: OrderDivergenceOptions,
  form = orderDivergence,
) {
  return tf.tidy(() => {
    const run = tf.valueAndGrad((x) => form(x as tf.Tensor2D, tf.tensor2d(galleries), options));
    const { value, grad } = run(tf.tensor2d(queries));
    return { value: value.dataSync()[0], gradient: Array.from(grad.dataSync()) };
  });
}

beforeAll(() => selectBackend());

describe('published vectors', () => {
  test.each([
    ['cross, hard', {}, 0.27157785, [-0.64451, -0.1908, -0.831849, -0.035884]],
    ['cross, soft', { indicator: 'soft' }, 0.16226876, [-0.568796, -0.120972, -0.584681, -0.185938]],
    ['uniform weights', { weights: 'uniform' }, 0.10090793, [-0.286967, -0.069983, -0.22924, -0.0009]],
    ['within, hard', { comparison: 'within' }, 0.24143049, [-0.607076, 0.543169, -1.217491, 1.281398]],
  ] as [string, Partial<OrderDivergenceOptions>, number, number[]][])('%s', (_, change, value, gradient) => {
    const result = evaluate([s], [t], { ...published, ...change });
    expect(result.value).toBeCloseTo(value, 6);
    expectClose(result.gradient, gradient, 2e-6);
  });

  test('equal similarities cost nothing only with the soft indicator', () => {
    expect(evaluate([t], [t], published).value).toBeCloseTo(0.03854504, 6);
    expect(evaluate([t], [t], { ...published, indicator: 'soft' }).value).toBeCloseTo(0, 10);
  });
});

const variants = (['cross', 'within'] as const).flatMap((comparison) =>
  (['hard', 'soft'] as const).flatMap((indicator) =>
    (['logistic', 'squared'] as const).flatMap((error) =>
      (['inversePosition', 'uniform', 'growing', 'softmax'] as const).map((weights) => ({
        comparison,
        indicator,
        error,
        weights,
      })),
    ),
  ),
);

describe('every variant', () => {
  test.each(variants)(
    '$comparison $indicator $error $weights equals its slow twin and its finite differences',
    (variant) => {
      const options = { ...published, ...variant, topRows: 5, temperature: 0.15 };
      const galleries = [list(9, 1, { sorted: true }), list(9, 2, { sorted: true })];
      const queries = [list(9, 3), list(9, 4)];
      const result = evaluate(queries, galleries, options);
      const slow = queries.map((query, b) => slowOrderDivergence(query, galleries[b], options));
      expect(result.value).toBeCloseTo((slow[0] + slow[1]) / 2, 5);
      const gradient = queries.flatMap((query, b) =>
        slowGradient((x) => slowOrderDivergence(x, galleries[b], options) / 2, query),
      );
      expectClose(result.gradient, gradient, 2e-5);
    },
  );
});

describe.each([32, 300])('the fast form with %d rows', (topRows) => {
  const ours = { ...published, topRows, comparison: 'within', error: 'logistic' } as const;
  const queries = [4, 5].map((seed) => list(300, seed));

  test('equals the plain one with ties in the gallery order', () => {
    const galleries = [1, 2].map((seed) =>
      list(300, seed, { sorted: true }).map((x) => Math.round(x * 50) / 50),
    );
    const [fast, plain] = [orderDivergence, plainOrderDivergence].map((form) =>
      evaluate(queries, galleries, ours, form),
    );
    expect(fast.value / plain.value).toBeCloseTo(1, 5);
    expectClose(fast.gradient, plain.gradient, 5e-6);
  });

  test('may be told that there are no ties', () => {
    const galleries = [1, 2].map((seed) => list(300, seed, { sorted: true }));
    const [told, found] = [true, false].map((distinct) =>
      evaluate(queries, galleries, { ...ours, distinct }),
    );
    expect(told).toEqual(found);
  });
});

test('long lists are worked through in chunks that agree with the slow twin', () => {
  const options = { ...published, comparison: 'within', topRows: 700, error: 'logistic' } as const;
  const galleries = [1, 2, 3].map((seed) => list(1500, seed, { sorted: true }));
  const queries = [4, 5, 6].map((seed) => list(1500, seed));
  const slow = queries.map((query, b) => slowOrderDivergence(query, galleries[b], options));
  const { value } = evaluate(queries, galleries, options);
  expect(value / ((slow[0] + slow[1] + slow[2]) / 3)).toBeCloseTo(1, 4);
});

test('ties in the gallery order count one half', () => {
  const options = { ...published, comparison: 'within', weights: 'uniform' } as const;
  expect(evaluate([[0.3, 0.3]], [[0.5, 0.5]], options).value).toBeCloseTo(0, 7);
});

test('a temperature of 1e-6 gives finite values and gradients', () => {
  for (const variant of variants) {
    const result = evaluate([s], [t], { ...published, ...variant, temperature: 1e-6 });
    expect([result.value, ...result.gradient].every(Number.isFinite)).toBe(true);
  }
});

test('the within form with a hard indicator sees the order of the gallery only', () => {
  const options = { ...published, comparison: 'within', weights: 'inversePosition' } as const;
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1e6 }),
      fc.double({ min: 0.2, max: 5, noNaN: true }),
      (seed, exponent) => {
        const gallery = list(8, seed, { low: 0.05, sorted: true });
        const query = list(8, seed + 1);
        const plain = evaluate([query], [gallery], options);
        const bent = evaluate([query], [gallery.map((x) => x ** exponent)], options);
        expectClose(bent.gradient, plain.gradient, 1e-7);
      },
    ),
    { numRuns: 30 },
  );
});

test('the order is learnt: descending the gradient sorts the query similarities', () => {
  let query = [0.1, 0.4, 0.2, 0.3];
  const options = { ...published, comparison: 'within', error: 'logistic', weights: 'uniform' } as const;
  for (let step = 0; step < 200; step++) {
    const { gradient } = evaluate([query], [t], options);
    query = query.map((value, k) => value - 0.05 * gradient[k]);
  }
  expect([...query].sort((a, b) => b - a)).toEqual(query);
});

test('nothing is left in memory', () => {
  const before = tf.memory().numTensors;
  evaluate([s, s], [t, t], published);
  expect(tf.memory().numTensors).toBe(before);
});

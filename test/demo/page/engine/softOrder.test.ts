import fc from 'fast-check';
import { expect, test } from 'vitest';
import { softOrderConsistency } from '../../../../src/demo/page/engine/softOrder.js';
import { orderConsistency } from '../../../../src/retrieval/metrics/orderConsistency.js';

test('is the mean of sigmoids over the pairs, by hand', () => {
  // Pairs: (0, 1) kept by 0.1, (0, 2) turned by 0.1, (1, 2) turned by 0.2.
  const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
  expect(softOrderConsistency([3, 2, 1], [0.5, 0.4, 0.6], 0.1)).toBeCloseTo(
    (sigmoid(1) + sigmoid(-1) + sigmoid(-2)) / 3,
    14,
  );
});

test('is the order consistency towards temperature 0, ties among them, and one half towards infinity', () => {
  const score = fc.integer({ min: 0, max: 5 });
  fc.assert(
    fc.property(fc.array(fc.tuple(score, score), { minLength: 2, maxLength: 12 }), (pairs) => {
      const [gallery, query] = [0, 1].map((model) => pairs.map((pair) => pair[model]));
      expect(softOrderConsistency(gallery, query, 1e-4)).toBeCloseTo(
        orderConsistency(gallery, query, pairs.length),
        10,
      );
      expect(softOrderConsistency(gallery, query, 1e9)).toBeCloseTo(0.5, 6);
    }),
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { denseRanks } from '../../../src/retrieval/metrics/denseRanks.js';
import { rankingOrder } from '../../../src/retrieval/ranking/rankingOrder.js';

const list = fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 200, size: 'max' });

test('ranks without gaps, equal numbers alike', () => {
  fc.assert(
    fc.property(list, (scores) => {
      const higher = (score: number): number => new Set(scores.filter((other) => other > score)).size;
      expect([...denseRanks(scores, rankingOrder(scores))]).toEqual(scores.map(higher));
    }),
  );
});

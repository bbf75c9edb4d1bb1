import { expect, test } from 'vitest';
import { planEmbedding } from '../../../src/scale/plan/planEmbedding.js';

test('cards share the hours, not the price', () => {
  const demand = { pictures: 7.2e6, dimension: 512, picturesPerSecond: 1000, pricePerCardHour: 3 };
  expect(planEmbedding({ ...demand, cards: 1 })).toEqual({ hours: 2, price: 6, bytes: 7.2e6 * 2048 });
  expect(planEmbedding({ ...demand, cards: 4 })).toMatchObject({ hours: 0.5, price: 6 });
});

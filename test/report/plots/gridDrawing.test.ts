import { expect, test } from 'vitest';
import { wrappedLabel } from '../../../src/report/plots/gridDrawing.js';

test('a label that is too long ends in an ellipsis where its lines are counted', () => {
  const label = 'Arla-Lactose-Medium-Fat-Milk';
  expect(wrappedLabel(label, 10)).toBe('Arla<br>Lactose<br>Medium Fat<br>Milk');
  expect(wrappedLabel(label, 10, 3)).toBe('Arla<br>Lactose<br>Medium Fat…');
  expect(wrappedLabel('A & B', 10, 3)).toBe('A &amp; B');
});

import { describe, expect, test } from 'vitest';
import { warmupCosine } from '../../src/training/schedule.js';

describe('the learning rate', () => {
  test('rises straight to its highest value, then falls along a cosine to zero', () => {
    const rates = Array.from({ length: 100 }, (_, step) => warmupCosine(step, 100, 2, 0.1));
    expect(rates[0]).toBeCloseTo(0.2, 10);
    expect(rates[9]).toBe(2);
    expect(rates[55]).toBeCloseTo(1, 10);
    expect(rates[99]).toBeLessThan(0.001);
    expect(Math.max(...rates)).toBe(2);
  });

  test('works without a warm-up', () => {
    expect(warmupCosine(0, 10, 1, 0)).toBe(1);
  });
});

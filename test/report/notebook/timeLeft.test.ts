import { describe, expect, test } from 'vitest';
import { timeLeft } from '../../../src/report/notebook/timeLeft.js';

/** What is told after each of some updates: seconds, units done, and of them those that were there before. */
function told(total: number, updates: [seconds: number, done: number, reused?: number][]) {
  const left = timeLeft();
  return updates.map(([seconds, done, reused = 0]) => left({ done, total, reused, seconds }));
}

describe('the time left', () => {
  test('is not told at the first update, nor before a share of the work was seen', () => {
    expect(told(720, [[0, 16]])).toEqual([undefined]);
    expect(
      told(10_000, [
        [0, 0],
        [2, 3],
      ]),
    ).toEqual([undefined, undefined]);
  });

  test('is what the pace promises', () => {
    const updates = Array.from({ length: 9 }, (_, n): [number, number] => [n, 10 * n]);
    expect(told(100, updates).at(-1)).toBeCloseTo(2);
  });

  test('counts nothing of what was there before, at the start or on the way', () => {
    expect(
      told(100, [
        [0, 60],
        [4, 64],
      ])[1],
    ).toBeCloseTo(36);
    const reused = told(100, [
      [0, 1, 1],
      [0.1, 50, 50],
      [0.2, 90, 90],
      [2, 90, 90],
      [10, 91, 90],
    ]);
    expect(reused.slice(0, 4)).toEqual([undefined, undefined, undefined, undefined]);
    expect(reused[4]).toBeCloseTo(90);
  });

  test('forgets a wait before the work, and follows a changing pace', () => {
    const steps = Array.from({ length: 80 }, (_, n): [number, number] => [300 + n, n]);
    expect(told(100, [[0, 0], ...steps]).at(-1)).toBeCloseTo(21);
  });

  test('is told of long work in few steps too', () => {
    expect(
      told(1000, [
        [0, 0],
        [120, 1],
      ])[1],
    ).toBeCloseTo(120 * 999);
  });
});

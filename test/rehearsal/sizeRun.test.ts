import { describe, expect, test } from 'vitest';
import { sizeRun } from '../../src/rehearsal/sizeRun.js';

const facts = { fit: 540, all: 600, choosing: 0, secondsPerPicture: 0.005, minutes: 10 };

describe('the sizes of a run', () => {
  test('make about a thousand steps, whatever the number of pictures', () => {
    for (const fit of [18, 540, 5000]) {
      const { epochs, batchSize } = sizeRun({ ...facts, fit, all: fit + 2 }).training;
      const steps = epochs * Math.max(1, Math.floor(fit / batchSize));
      expect(batchSize).toBe(Math.min(64, fit));
      if (fit > 18) expect(Math.abs(steps - 1000)).toBeLessThan(100);
      else expect(epochs).toBe(300);
    }
    expect(sizeRun({ ...facts, fit: 90_000, all: 100_000 }).training.epochs).toBe(5);
  });

  test('take larger pictures where there is time for them', () => {
    const sideIn = (minutes: number) => sizeRun({ ...facts, minutes }).featureSize;
    expect([0, 0.5, 10].map(sideIn)).toEqual([96, 128, 224]);
    expect(sizeRun({ ...facts, fit: 90_000, all: 100_000 }).featureSize).toBe(96);
  });

  test('keep the best state only where pictures may choose it', () => {
    expect(sizeRun(facts).training).not.toHaveProperty('keep');
    expect(sizeRun({ ...facts, choosing: 20 }).training.keep).toBe('best');
  });
});

import * as tf from '@tensorflow/tfjs';
import { expect } from 'vitest';
import { randomSource } from '../../src/base/randomSource.js';

/** Every element within the tolerance of its twin. */
export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-5): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    expect(
      Math.abs(actual[i] - expected[i]),
      `element ${i}: ${actual[i]} against ${expected[i]}`,
    ).toBeLessThanOrEqual(tolerance);
  }
}

/** Rows of unit length, from a seed. */
export function unitRows(rows: number, columns: number, seed: number): tf.Tensor2D {
  const random = randomSource(seed, 'unitRows');
  return tf.tidy(() => {
    const values = tf.tensor2d(
      Float32Array.from({ length: rows * columns }, () => random.normal()),
      [rows, columns],
    );
    return tf.div(values, tf.norm(values, 2, 1, true));
  });
}

/** Uniform numbers in [low, high), sorted downwards when asked. */
export function list(
  length: number,
  seed: number,
  options: { low?: number; high?: number; sorted?: boolean } = {},
): number[] {
  const { low = -0.2, high = 1, sorted = false } = options;
  const random = randomSource(seed, 'list');
  const values = Array.from({ length }, () => low + (high - low) * random.uniform());
  return sorted ? values.sort((a, b) => b - a) : values;
}

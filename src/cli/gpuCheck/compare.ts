import type { BackendName } from '../../compute/backend/backendNames.js';
import type { Precision } from '../../compute/backend/precision.js';
import type { Items } from './items.js';

/**
 * Largest difference of exact arithmetic that is let through, relative to the largest value of each item. WebGPU lets its
 * sines and cosines be wrong by 2^-11.
 */
export const tolerances: Partial<Record<BackendName, number>> = { webgpu: 2e-3 };
const usualTolerance = 2e-4;

/** Rounded products may differ so many times as much as imitated ones do: sums are taken in another order. */
const spread = 4;

export interface Comparison {
  item: string;
  precision: Precision;
  /** Relative to the largest value of the item. */
  difference: number;
  allowed: number;
  verdict: 'same' | 'DIFFERENT';
}

/**
 * The largest difference of each item from the reference's exact numbers; infinite where numbers are missing or not finite
 * on either side.
 *
 * @param imitated the reference's numbers with factors rounded as the precision rounds them, from which it follows what is
 * allowed; left out for `float32`.
 */
export function compareItems(
  precision: Precision,
  items: Items,
  reference: Items,
  imitated: Items = reference,
  tolerance = usualTolerance,
): Comparison[] {
  return [...new Set([...Object.keys(items), ...Object.keys(reference)])].map((item) => {
    const rounding = differenceOf(imitated[item] ?? [], reference[item] ?? []);
    const allowed = tolerance + (Number.isFinite(rounding) ? spread * rounding : 0);
    const difference = differenceOf(items[item] ?? [], reference[item] ?? []);
    return { item, precision, difference, allowed, verdict: difference <= allowed ? 'same' : 'DIFFERENT' };
  });
}

function differenceOf(x: number[], y: number[]): number {
  // JSON writes a number that is not finite as null.
  const complete = x.length > 0 && x.length === y.length && [...x, ...y].every(Number.isFinite);
  if (!complete) return Infinity;
  const largest = Math.max(...y.map(Math.abs), 1e-12);
  return Math.max(...x.map((value, n) => Math.abs(value - y[n]!))) / largest;
}

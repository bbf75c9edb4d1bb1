import { RetrievalError } from '../../errors.js';
import { checkFinite } from '../../vectors/gallery/checkInput.js';
import { checkLevel, mean } from './bootstrap.js';
import type { Estimate } from './types.js';

/**
 * Mean over training runs that differ in their seed, with Student's t interval: a bootstrap of three or five numbers
 * would be far too narrow. One run gives bounds of NaN, since nothing is known about the spread.
 *
 * @throws RetrievalError for an empty list, and for values that are not finite.
 */
export function seedInterval(values: ArrayLike<number>, level = 0.95): Estimate {
  checkLevel(level);
  const runs = values.length;
  if (runs === 0) {
    throw new RetrievalError({ what: 'No runs to average', expected: 'at least one', found: 'none' });
  }
  checkFinite(values, 'values', 'A measure of a run');
  const centre = mean(values);
  if (runs === 1) return { mean: centre, low: NaN, high: NaN };
  const variance = mean(Array.from(values, (value) => (value - centre) ** 2)) * (runs / (runs - 1));
  const half = studentQuantile(level, runs - 1) * Math.sqrt(variance / runs);
  return { mean: centre, low: centre - half, high: centre + half };
}

/** The `t` with `P(|T| <= t) = level`, by bisection. */
export function studentQuantile(level: number, freedom: number): number {
  let [low, high] = [0, 1];
  while (studentCentralShare(high, freedom) < level) high *= 2;
  for (let step = 0; step < 80; step++) {
    const middle = (low + high) / 2;
    if (studentCentralShare(middle, freedom) < level) low = middle;
    else high = middle;
  }
  return high;
}

/** `P(|T| <= t)` for whole degrees of freedom (Abramowitz and Stegun 26.7.3 and 26.7.4). */
function studentCentralShare(t: number, freedom: number): number {
  const angle = Math.atan(t / Math.sqrt(freedom));
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const odd = freedom % 2 === 1;
  let term = odd ? cosine : 1;
  let sum = freedom === 1 ? 0 : term;
  for (let n = odd ? 3 : 2; n <= freedom - 2; n += 2) {
    term *= ((n - 1) / n) * cosine * cosine;
    sum += term;
  }
  return odd ? (2 / Math.PI) * (angle + sine * sum) : sine * sum;
}

/** The formulas of the losses written with loops over numbers, in float64, for one anchor. */
import type { OrderDivergenceOptions } from '../../src/losses/orderDivergence.js';

const sigmoid = (x: number): number => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)));
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const heaviside = (x: number): number => (x > 0 ? 1 : x === 0 ? 0.5 : 0);

export function softmax(values: number[], temperature: number): number[] {
  const highest = Math.max(...values);
  const powers = values.map((v) => Math.exp((v - highest) / temperature));
  const total = powers.reduce((a, b) => a + b, 0);
  return powers.map((p) => p / total);
}

function weights(kind: OrderDivergenceOptions['weights'], t: number[], sharpness: number): number[] {
  const soft = softmax(t, 1 / sharpness);
  const inverse = t.map((_, i) => 1 / (i + 1));
  const total = inverse.reduce((a, b) => a + b, 0);
  switch (kind) {
    case 'uniform':
      return t.map(() => 1 / t.length);
    case 'inversePosition':
      return inverse.map((w) => w / total);
    case 'softmax':
      return soft;
    case 'growing':
      return soft.map((w, i) => w * (i + 1));
  }
}

export function slowOrderDivergence(s: number[], t: number[], options: OrderDivergenceOptions): number {
  const { topRows, temperature, comparison, indicator, error } = options;
  const rows = Math.min(topRows, s.length);
  const w = weights(options.weights, t.slice(0, rows), options.weightSharpness);
  let sum = 0;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < s.length; j++) {
      const u = (s[j] - (comparison === 'within' ? s[i] : t[i])) / temperature;
      const gap = t[j] - t[i];
      const wanted = indicator === 'hard' ? heaviside(gap) : sigmoid(gap / temperature);
      const cost = error === 'squared' ? (sigmoid(u) - wanted) ** 2 : softplus(u) - wanted * u;
      sum += w[i] * cost;
    }
  }
  return sum / s.length;
}

export function slowSoftmaxDivergence(
  s: number[],
  t: number[],
  queryTemperature: number,
  galleryTemperature: number,
): number {
  const p = softmax(t, galleryTemperature);
  const q = softmax(s, queryTemperature);
  return p.reduce((sum, value, k) => sum + (value > 0 ? value * Math.log(value / q[k]) : 0), 0);
}

export function slowSoftRanks(s: number[], temperature: number): number[] {
  return s.map(
    (si, i) => 1 + s.reduce((sum, sj, j) => (j === i ? sum : sum + sigmoid((sj - si) / temperature)), 0),
  );
}

/** Central differences of a function of one list. */
export function slowGradient(f: (s: number[]) => number, s: number[], step = 1e-5): number[] {
  return s.map((_, k) => {
    const moved = (by: number): number => f(s.map((value, n) => (n === k ? value + by : value)));
    return (moved(step) - moved(-step)) / (2 * step);
  });
}

/** The projection on non-increasing sequences by its min-max formula: y_k = min_{a <= k} max_{b >= k} mean(s_a..s_b). */
export function slowIsotonic(s: number[]): number[] {
  const mean = (a: number, b: number): number => s.slice(a, b + 1).reduce((x, y) => x + y, 0) / (b - a + 1);
  return s.map((_, k) => {
    let lowest = Infinity;
    for (let a = 0; a <= k; a++) {
      let highest = -Infinity;
      for (let b = k; b < s.length; b++) highest = Math.max(highest, mean(a, b));
      lowest = Math.min(lowest, highest);
    }
    return lowest;
  });
}

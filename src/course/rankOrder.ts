/** A loss of one list and its slope in the query model's similarities. */
export interface LossAndGradient {
  loss: number;
  gradient: number[];
}

/** Where a learner's version may go astray; the defaults are right. */
export interface RankOrderSlips {
  /** Weights grow from 0 in place of 1. */
  weightsFromZero?: boolean;
  /** The share of an item in the softmax is left out of its weight. */
  withoutSoftmax?: boolean;
  /** Equal similarities give 0 or 1 in place of a half. */
  tie?: 0 | 1;
  /** The sum is not divided by the number of items. */
  withoutMean?: boolean;
  /** The gradient forgets that the temperature divides. */
  withoutTemperature?: boolean;
  /** The gradient forgets the 2 of the square. */
  withoutSquare?: boolean;
  /** The gradient forgets the slope of the sigmoid. */
  withoutSlope?: boolean;
  /** Item j is compared with item i the wrong way round. */
  isReversed?: boolean;
}

const weightSharpness = 0.2;
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/**
 * Rank order preservation in its public form for one list, in float64, with the gradient in closed form:
 * `L = (1/K) sum_i w_i sum_j (sigma((s_j - t_i) / tau) - H(t_j - t_i))^2`, `w_i = i softmax_i(0.2 t)`.
 *
 * @param s `[K]` similarities of the query model, in the gallery model's order
 * @param t `[K]` similarities of the gallery model, never increasing
 * @param tau temperature
 */
export function rankOrder(
  s: readonly number[],
  t: readonly number[],
  tau: number,
  slips: RankOrderSlips = {},
): LossAndGradient {
  const powers = t.map((x) => Math.exp(weightSharpness * x));
  const total = powers.reduce((a, b) => a + b, 0);
  const count = slips.withoutMean ? 1 : t.length;
  const gradient = s.map(() => 0);
  let loss = 0;
  t.forEach((ti, i) => {
    const share = slips.withoutSoftmax ? 1 : powers[i]! / total;
    const weight = (slips.weightsFromZero ? i : i + 1) * share;
    s.forEach((sj, j) => {
      const soft = sigmoid((slips.isReversed ? ti - sj : sj - ti) / tau);
      const error = soft - stepOf(t[j]! - ti, slips.tie ?? 0.5);
      loss += (weight * error ** 2) / count;
      const slope = slips.withoutSlope ? 1 : soft * (1 - soft);
      const factor = (slips.withoutSquare ? 1 : 2) / (slips.withoutTemperature ? 1 : tau);
      gradient[j]! += (factor * weight * error * slope) / count;
    });
  });
  return { loss, gradient };
}

function stepOf(x: number, tie: number): number {
  return x === 0 ? tie : Number(x > 0);
}

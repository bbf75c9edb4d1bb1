import { mean } from '../../retrieval/metrics/bootstrap.js';
import { spearman } from '../../retrieval/metrics/spearman.js';

/** Linear and rank correlation of two measures over runs. */
export interface Correlation {
  /** Both in [-1, 1]; NaN when fewer than three runs or when one measure is constant. */
  pearson: number;
  spearman: number;
  runs: number;
}

/**
 * @param a one value per run, `[n]`
 * @param b the same of the other measure
 */
export function correlation(a: readonly number[], b: readonly number[]): Correlation {
  const varies = [a, b].every((values) => new Set(values).size > 1);
  if (a.length < 3 || !varies) return { pearson: NaN, spearman: NaN, runs: a.length };
  return { pearson: pearson(a, b), spearman: spearman(a, b), runs: a.length };
}

function pearson(a: readonly number[], b: readonly number[]): number {
  const [centreA, centreB] = [mean(a), mean(b)];
  let [product, squareA, squareB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i]! - centreA, b[i]! - centreB];
    product += x * y;
    squareA += x * x;
    squareB += y * y;
  }
  return product / Math.sqrt(squareA * squareB);
}

/** What a correlation with mAP allows to say about the measure, from Pearson's r alone. */
export function describeCorrelation({ pearson: r }: Correlation): string {
  if (Number.isNaN(r)) return 'has too few runs to be judged';
  if (r >= 0.8) return 'rises with mAP';
  if (r >= 0.4) return 'rises loosely with mAP';
  if (r <= -0.4) return 'falls as mAP rises';
  return 'says little about mAP';
}

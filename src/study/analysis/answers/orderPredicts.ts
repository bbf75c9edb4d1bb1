import { correlation, describeCorrelation } from '../../../report/plots/correlation.js';
import { familyOf } from '../../methods/families.js';
import { studiedDatasets } from '../../plan/studiedDatasets.js';
import { select } from '../selection.js';
import { byMethod, meanOf, signed, type Answering } from './words.js';

/** Below so many systems a correlation says nothing. */
const fewest = 5;
/** From this correlation on the answer is a plain yes. */
const strong = 0.8;
const normalQuantile = 1.96;

/**
 * Correlation of order consistency with mAP over systems, each system the mean of its seeds. The negative control is
 * left out: so far from all others it would draw the line by itself.
 */
export const orderPredicts: Answering = (runs, dataset) => {
  const { predictorDepth: depth } = studiedDatasets[dataset];
  const systems = [...byMethod(select.systems(runs, dataset))]
    .filter(([method]) => familyOf(method).id !== 'control')
    .map(([, own]) => own);
  if (systems.length < fewest) return undefined;
  const map = systems.map((own) => meanOf(own, 'mapAsymmetric'));
  const over = (score: 'cosineToTarget' | `orderConsistency${typeof depth}`) =>
    correlation(
      systems.map((own) => meanOf(own, score)),
      map,
    );
  const [order, cosine] = [over(`orderConsistency${depth}`), over('cosineToTarget')];
  const [low, high] = fisherInterval(order.pearson, systems.length);
  const verdict = low <= 0 ? 'Not shown here' : order.pearson >= strong ? 'Yes' : 'Loosely';
  return `${verdict}: over ${systems.length} systems order consistency@${depth} ${describeCorrelation(order)} (r = ${signed(order.pearson, 2)}, 95 % ${signed(low, 2)} to ${signed(high, 2)}; by ranks ${signed(order.spearman, 2)}), and the cosine to the target ${describeCorrelation(cosine)} (r = ${signed(cosine.pearson, 2)}).`;
};

/** 95 % interval of a correlation over n pairs (Fisher 1921). */
export function fisherInterval(r: number, n: number): [low: number, high: number] {
  const half = normalQuantile / Math.sqrt(n - 3);
  return [Math.tanh(Math.atanh(r) - half), Math.tanh(Math.atanh(r) + half)];
}

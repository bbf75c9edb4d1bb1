import type { Run } from '../../../experiments/runOptions.js';
import { familyOf } from '../../methods/families.js';
import { methodLabel } from '../../methods/looks.js';
import { percent } from '../../../report/plots/formatting.js';
import { pairedGain, verdictOf } from '../pairedGain.js';
import { select } from '../selection.js';
import { byMethod, meanOf, points, sentences, type Answering } from './words.js';

const distillation = ['contextualSimilarityDistillation', 'contextualSimilarityBank'];

/**
 * The best method that looks at the order or a monotone map against the better form of contextual similarity distillation;
 * then both with labels beside, where there are such runs.
 */
export const prize: Answering = (runs, dataset) => {
  const methods = [...byMethod(select.systems(runs, dataset))];
  const best = (is: (method: string) => boolean): [string, Run[]] | undefined =>
    methods
      .filter(([method]) => is(method))
      .sort(([, a], [, b]) => meanOf(b, 'mapAsymmetric') - meanOf(a, 'mapAsymmetric'))[0];
  return sentences([
    against(
      'the best rank-preserving system',
      best((method) => ['order', 'map'].includes(familyOf(method).id)),
      best((method) => distillation.includes(method)),
    ),
    against(
      'with labels beside both',
      best((method) => method === 'rankDistributionWithLabels'),
      best((method) => method === 'contextualSimilarityWithLabels'),
    ),
  ]);
};

function against(
  what: string,
  ours: [string, Run[]] | undefined,
  rival: [string, Run[]] | undefined,
): string | undefined {
  const gain = ours && rival && pairedGain(ours[1], rival[1]);
  if (!gain) return undefined;
  const verdict = { gain: 'Yes', loss: 'No', tie: 'A tie' }[verdictOf(gain)];
  const named = ([method, own]: [string, Run[]]): string =>
    `${methodLabel(method)} (${percent(meanOf(own, 'mapAsymmetric'))} mAP)`;
  return `${verdict}: ${what}, ${named(ours)}, against the best-set distillation, ${named(rival)}: ${points(gain)} on the same queries.`;
}

import type { Trial } from '../methods/method.js';
import { chosenTrials } from './chosen.js';
import { systemRun, trialsOf, type RankerSystemId } from './systems.js';

/** The best of the study of rankers. */
const system = 'listwiseRankerDistillation' satisfies RankerSystemId;

/**
 * The listwise rank loss on k-reciprocal lists of the whitened gallery vectors (Zhong et al. 2017), with half of CSD on the
 * gallery model's own scores: the best system of the study of rankers, as the validation classes of the groceries set it,
 * on the best lists that need no other model.
 * @param pictures how many train; of few, a quarter counts as near
 */
export function rerankedOrderTrial(pictures = Infinity): Trial {
  const k1 = Math.max(1, Math.min(20, Math.floor(pictures / 4)));
  const ranker = { kind: 'reciprocal', treatment: 'whitened', k1, k2: Math.min(6, k1) } as const;
  const { loss } = systemRun(system, trialsOf(system)[chosenTrials.grocery[64][system]]!, ranker);
  return { loss };
}

import type { LossConfig, SingleLossConfig } from '../../losses/registry.js';
import type { Trial } from './trialParts.js';
import { methodIds, trials, type MethodId } from './trials.js';

/** A way to train a query model; its label and colour are in the theme of the figures. */
export type Method = Trial;

/** Which of the trials of each method the validation split chose, see `figures/tuning.json`. */
const chosen: Record<MethodId, number> = {
  regression: 0,
  ridgeMap: 2,
  queryAlone: 2,
  compatibleTraining: 1,
  compatibleMargin: 3,
  compatibleTransform: 2,
  asymmetricMetric: 3,
  absoluteRelational: 0,
  structureSimilarity: 2,
  differentialDistillation: 0,
  relationalDistillation: 0,
  contextualSimilarityDistillation: 4,
  contextualSimilarityBank: 4,
  rankOrderPublicForm: 5,
  rankOrderPreservation: 2,
  rankDistribution: 0,
  smoothAveragePrecision: 0,
  listLikelihood: 0,
  monotonicSimilarity: 4,
  monotonicListwise: 5,
  powerMapping: 4,
  isotonicSimilarity: 0,
  rankDistributionWithLabels: 4,
  contextualSimilarityWithLabels: 1,
};

/** The methods that are compared, each as its validation runs set it. */
export const methods = Object.fromEntries(
  methodIds.map((id) => [id, trials[id][chosen[id]]]),
) as unknown as Record<MethodId, Method>;

export { methodIds, type MethodId };

/** Name of distillation whose gallery temperature was chosen again for distorted similarities. */
export const retunedDistillation = 'contextualSimilarityRetuned';

/** Gallery temperature for similarities `t^p`, by p, chosen on the validation split. */
export const retunedTemperatures = { 0.25: 0.06, 0.5: 0.11, 2: 0.32, 4: 0.41 } as const;

export type DistortionExponent = keyof typeof retunedTemperatures;

/** The chosen setting of a method with some fields of its main loss changed. */
export function changedLoss(method: MethodId, change: Partial<SingleLossConfig>): LossConfig {
  const { loss } = methods[method];
  if (!Array.isArray(loss)) return { ...loss, ...change } as SingleLossConfig;
  const [main, ...rest] = loss;
  return [{ ...main!, loss: { ...main!.loss, ...change } as SingleLossConfig }, ...rest];
}

/** The main loss of a method as chosen, without the share of feature regression. */
export function mainLoss(method: MethodId): SingleLossConfig {
  const { loss } = methods[method];
  return Array.isArray(loss) ? loss[0]!.loss : loss;
}

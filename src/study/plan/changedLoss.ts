import type { LossConfig, SingleLossConfig } from '../../losses/registry.js';
import { chosenTrial, type MethodId } from '../methods/methods.js';

/** The chosen setting of a method with some fields of its main loss changed. */
export function changedLoss(method: MethodId, change: Partial<SingleLossConfig>): LossConfig {
  const { loss } = chosenTrial(method);
  if (!Array.isArray(loss)) return { ...loss, ...change } as SingleLossConfig;
  const [main, ...rest] = loss;
  return [{ ...main!, loss: { ...main!.loss, ...change } as SingleLossConfig }, ...rest];
}

/** The main loss of a method as chosen, without the share of feature regression. */
export function mainLoss(method: MethodId): SingleLossConfig {
  const { loss } = chosenTrial(method);
  return Array.isArray(loss) ? loss[0]!.loss : loss;
}

import { completeLossConfig, type CompleteLoss, type CompleteSingleLoss } from './lossConfig.js';
import { lossRegistry, type LossConfigInput } from './registry.js';
import type { Loss, LossContext } from './types.js';
import { weightedSum } from './weightedSum.js';

/**
 * Builds a loss from its configuration.
 * @throws RetrievalError naming the field, for an unknown kind, an unknown key or a value out of range.
 * @example
 * const loss = createLoss([
 *   { weight: 1, loss: { kind: 'rankOrderPreservation', neighbours: { from: 'batch' }, temperature: 0.05 } },
 *   { weight: 0.1, loss: { kind: 'featureRegression' } },
 * ]);
 * console.log(typeof loss.compute); // function
 */
export function createLoss(config: LossConfigInput, context: Partial<LossContext> = {}): Loss {
  return buildLoss(completeLossConfig(config), context);
}

/** The same for a configuration that has been checked. */
export function buildLoss(config: CompleteLoss, context: Partial<LossContext> = {}): Loss {
  const known: LossContext = { similarityRange: [-1, 1], seed: 0, ...context };
  // Each definition accepts exactly what its own schema gives back.
  const build = (single: CompleteSingleLoss): Loss => lossRegistry.find(single.kind)!.create(single, known);
  if (!Array.isArray(config)) return build(config);
  return weightedSum(config.map(({ weight, loss }) => ({ weight, loss: build(loss) })));
}

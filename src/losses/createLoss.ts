import { z } from 'zod';
import { parseConfig } from '../base/config/parseConfig.js';
import { lossRegistry, type LossConfig, type LossKind, type SingleLossConfig } from './registry.js';
import type { Loss, LossContext, LossDefinition } from './types.js';
import { weightedSum } from './weightedSum.js';

/**
 * Builds a loss from its configuration.
 * @throws RetrievalError naming the field, for an unknown kind, an unknown key or a value out of range.
 */
export function createLoss(config: LossConfig, context: Partial<LossContext> = {}): Loss {
  const known: LossContext = { similarityRange: [-1, 1], seed: 0, ...context };
  if (!Array.isArray(config)) return createSingleLoss(config, known);
  return weightedSum(config.map(({ weight, loss }) => ({ weight, loss: createSingleLoss(loss, known) })));
}

/** The same configuration with every default written out. */
export function completeLossConfig(config: LossConfig): LossConfig {
  const complete = (single: SingleLossConfig): SingleLossConfig =>
    parseConfig(schemaOf(single.kind), single, `loss ${single.kind}`);
  return Array.isArray(config)
    ? config.map(({ weight, loss }) => ({ weight, loss: complete(loss) }))
    : complete(config);
}

/** The kinds of loss that a configuration uses. */
export function lossKinds(config: LossConfig): LossKind[] {
  return Array.isArray(config) ? config.map(({ loss }) => loss.kind) : [config.kind];
}

/** The largest list from the bank that any part of the loss ranks; 0 for losses without one. */
export function bankNeighbours(config: LossConfig): number {
  const singles = Array.isArray(config) ? config.map((term) => term.loss) : [config];
  const counts = singles.map((single) => {
    const { neighbours } = completeLossConfig(single) as { neighbours?: { count?: number } };
    return neighbours?.count ?? 0;
  });
  return Math.max(0, ...counts);
}

function schemaOf(kind: LossKind): z.ZodType<SingleLossConfig> {
  const name = parseConfig(z.enum(Object.keys(lossRegistry) as [LossKind]), kind, 'loss kind');
  const { schema } = lossRegistry[name] as unknown as LossDefinition<z.ZodType<SingleLossConfig>>;
  return schema;
}

function createSingleLoss(config: SingleLossConfig, context: LossContext): Loss {
  const complete = parseConfig(schemaOf(config.kind), config, `loss ${config.kind}`);
  // Each definition accepts exactly what its own schema gives back.
  const definition = lossRegistry[config.kind] as unknown as LossDefinition<z.ZodType<SingleLossConfig>>;
  return definition.create(complete, context);
}

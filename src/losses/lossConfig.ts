import { z } from 'zod';
import { chosenSchema } from '../base/config/chosenSchema.js';
import { parseOnce, type Complete } from '../base/config/parseOnce.js';
import { lossRegistry, type LossConfig, type LossKind, type SingleLossConfig } from './registry.js';

/** One loss as its schema checked it, every default written out. */
export type CompleteSingleLoss = { [K in LossKind]: z.output<(typeof lossRegistry)[K]['schema']> }[LossKind];

/** A loss, or several with their weights, as their schemas checked them, every default written out. */
export type CompleteLoss = Complete<CompleteSingleLoss | { weight: number; loss: CompleteSingleLoss }[]>;

const singleLossSchema = chosenSchema<CompleteSingleLoss, SingleLossConfig>((value) => {
  const kind = (value as { kind?: unknown } | undefined)?.kind;
  return isKind(kind) ? lossRegistry[kind].schema : z.object({ kind: z.enum(Object.keys(lossRegistry)) });
});

const sumSchema = z.array(z.strictObject({ weight: z.number(), loss: singleLossSchema })).min(1);

/** Schema of a loss in a configuration, or of a list of losses with their weights. */
export const lossConfigSchema = chosenSchema<CompleteLoss, LossConfig>((value) =>
  Array.isArray(value) ? sumSchema : singleLossSchema,
);

/**
 * The same configuration with every default written out.
 * @throws RetrievalError naming the field, for an unknown kind, an unknown key or a value out of range.
 */
export function completeLossConfig(config: LossConfig): CompleteLoss {
  return parseOnce(lossConfigSchema, config, 'the loss');
}

/** The kinds of loss that a configuration uses. */
export function lossKinds(config: LossConfig): LossKind[] {
  return singleLosses(config).map(({ kind }) => kind);
}

/** The largest list from the bank that any part of the loss ranks; 0 for losses without one. */
export function bankNeighbours(config: CompleteLoss): number {
  const counts = singleLosses(config).map((single) => {
    const { neighbours } = single as { neighbours?: { count?: number } };
    return neighbours?.count ?? 0;
  });
  return Math.max(0, ...counts);
}

function singleLosses(config: LossConfig): SingleLossConfig[] {
  return Array.isArray(config) ? config.map(({ loss }) => loss) : [config];
}

function isKind(kind: unknown): kind is LossKind {
  return typeof kind === 'string' && Object.hasOwn(lossRegistry, kind);
}

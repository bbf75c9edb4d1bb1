import { z } from 'zod';
import { chosenSchema } from '../base/config/chosenSchema.js';
import { parseOnce, type Complete } from '../base/config/parseOnce.js';
import type { RegisteredName } from '../base/registry/registry.js';
import type { builtInLosses } from './builtInLosses.js';
import { RetrievalError } from '../errors.js';
import type { RankerConfig } from '../rankers/rankerConfig.js';
import { rankerKey } from './neighbourSource.js';
import type { NeighbourSource } from './types.js';
import { lossRegistry, type LossConfigInput, type LossKind, type RegisteredLossConfig } from './registry.js';

/** One loss as its schema checked it, every default written out. */
export type CompleteSingleLoss =
  | { [K in LossKind]: z.output<(typeof builtInLosses)[K]['schema']> }[LossKind]
  | (RegisteredLossConfig & { kind: RegisteredName });

/** A loss, or several with their weights, as their schemas checked them, every default written out. */
export type CompleteLoss = Complete<CompleteSingleLoss | { weight: number; loss: CompleteSingleLoss }[]>;

const singleLossSchema = chosenSchema<CompleteSingleLoss>(
  (value) => {
    const definition = lossRegistry.find((value as { kind?: unknown } | null | undefined)?.kind);
    return definition?.schema ?? z.object({ kind: z.enum(lossRegistry.names()) });
  },
  () => lossRegistry.names().map((kind) => lossRegistry.find(kind)!.schema),
);

const sumSchema = z
  .array(
    z.strictObject({
      weight: z.number().min(0).describe('How much it counts in the sum.'),
      loss: singleLossSchema.describe('One loss.'),
    }),
  )
  .min(1)
  .refine((terms) => terms.some(({ weight }) => weight > 0), {
    message: 'expected a weight above 0',
  });

/** Schema of a loss in a configuration, or of a list of losses with their weights. */
export const lossConfigSchema = chosenSchema<CompleteLoss, LossConfigInput>(
  (value) => (Array.isArray(value) ? sumSchema : singleLossSchema),
  () => [singleLossSchema, sumSchema],
);

/**
 * The same configuration with every default written out.
 * @throws RetrievalError naming the field, for an unknown kind, an unknown key or a value out of range.
 */
export function completeLossConfig(config: LossConfigInput): CompleteLoss {
  return parseOnce(lossConfigSchema, config, 'the loss');
}

/** The kinds of loss that a configuration uses. */
export function lossKinds(config: CompleteLoss): string[] {
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

/** Whether any part of the loss ranks the bank by the gallery model's similarities, not by lists that somebody gives. */
export function comparesBank(config: CompleteLoss): boolean {
  return singleLosses(config).some((single) => {
    const { neighbours } = single as { neighbours?: NeighbourSource };
    return neighbours?.from === 'bank' || neighbours?.from === 'bankAndBatch';
  });
}

/** The rankers whose lists the parts of a loss rank, each once. */
export function rankersOf(config: CompleteLoss): RankerConfig[] {
  const found = singleLosses(config).flatMap((single) => {
    const { neighbours } = single as { neighbours?: NeighbourSource };
    return neighbours?.from === 'ranker' ? [neighbours.ranker] : [];
  });
  return [...new Map(found.map((ranker) => [rankerKey(ranker), ranker])).values()];
}

/**
 * Refuses a loss that looks at scores where a ranker gives an order alone.
 * @param hasScores tells it of a ranker; `undefined` where it is not known yet.
 */
export function checkScores(
  config: CompleteLoss,
  hasScores: (ranker: RankerConfig) => boolean | undefined,
): void {
  for (const single of singleLosses(config)) {
    const { neighbours } = single as { neighbours?: NeighbourSource };
    if (neighbours?.from !== 'ranker' || hasScores(neighbours.ranker) !== false) continue;
    if (!lossRegistry.find(single.kind)?.needsScores?.(single)) continue;
    throw new RetrievalError({
      what: 'The loss looks at scores, and its ranker gives an order alone',
      where: `${single.kind}: neighbours.ranker`,
      expected: 'lists with scores, such as those of cosine, reciprocal or diffusion',
      found: `the ranker ${neighbours.ranker.kind}, whose lists have none`,
      fix: 'take a loss that looks at the order alone, such as rankDistribution or rankOrderPreservation',
      kind: 'usage',
    });
  }
}

/** The same loss with no list longer than `most` from the bank. */
export function withShorterLists(config: CompleteLoss, most: number): CompleteLoss {
  const shorter = (single: CompleteSingleLoss): CompleteSingleLoss => {
    const { neighbours } = single as { neighbours?: { count?: number } };
    if ((neighbours?.count ?? 0) <= most) return single;
    return { ...single, neighbours: { ...neighbours, count: most } } as CompleteSingleLoss;
  };
  if (bankNeighbours(config) <= most) return config;
  const changed: LossConfigInput = Array.isArray(config)
    ? config.map(({ weight, loss }) => ({ weight, loss: shorter(loss) }))
    : shorter(config);
  return completeLossConfig(changed);
}

/** The kinds in a loss whose definition says something of them, for example that they need labels. */
export function lossesThat(config: CompleteLoss, says: 'needsLabels' | 'hasQueryTransform'): string[] {
  return lossKinds(config).filter((kind) => lossRegistry.find(kind)?.[says]);
}

function singleLosses(config: CompleteLoss): CompleteSingleLoss[] {
  return Array.isArray(config) ? config.map(({ loss }) => loss) : [config];
}

import type { z } from 'zod';
import { kindOf } from '../base/registry/kindOf.js';
import { createRegistry } from '../base/registry/registry.js';
import { builtInLosses } from './builtInLosses.js';
import type { LossDefinition } from './types.js';

/** The kinds of the library's own losses. */
export type LossKind = keyof typeof builtInLosses;

/** The configuration of one of the library's own losses, defaults optional. */
export type SingleLossConfig = { [K in LossKind]: z.input<(typeof builtInLosses)[K]['schema']> }[LossKind];

/** One of the library's own losses, or several with their weights. */
export type LossConfig = SingleLossConfig | { weight: number; loss: SingleLossConfig }[];

/** The configuration of a loss that was registered; its own schema knows more. */
export interface RegisteredLossConfig {
  kind: string & Record<never, never>;
  [option: string]: unknown;
}

type AnySingleLoss = SingleLossConfig | RegisteredLossConfig;

/** A loss as a user writes it, registered ones included, or several with their weights. */
export type LossConfigInput = AnySingleLoss | { weight: number; loss: AnySingleLoss }[];

/** Every loss that there is. */
export const lossRegistry = createRegistry<LossDefinition>('loss', builtInLosses, ['create']);

/**
 * Makes a loss of one's own known under the `kind` of its schema: to configurations, `createLoss` and experiments. Runs
 * that use it depend on the text of its functions, or on the plugin file that registers it. What the functions refer to
 * outside themselves is not seen: keep it in a plugin file, or raise a field `version` of the definition with it.
 *
 * Registering a kind again replaces it.
 * @throws RetrievalError (usage) for a kind of the library's own, and for a schema without a kind.
 * @example
 * import * as tf from '@tensorflow/tfjs';
 * import { z } from 'zod';
 *
 * registerLoss({
 *   source: 'ours',
 *   schema: z.strictObject({ kind: z.literal('hinge'), margin: z.number().min(0).default(0.1) }),
 *   create: ({ margin }) => ({
 *     name: `hinge ${margin}`,
 *     compute: ({ query, gallery }) =>
 *       tf.mean(tf.relu(tf.sub(1 - margin, tf.sum(tf.mul(query, gallery), 1)))),
 *   }),
 * });
 * console.log(createLoss({ kind: 'hinge', margin: 0.2 }).name); // hinge 0.2
 */
export function registerLoss<Schema extends z.ZodType>(
  definition: LossDefinition<Schema> & { version?: string | number },
): void {
  lossRegistry.register(kindOf('loss', definition), definition);
}

import { z } from 'zod';
import { chosenSchema } from '../base/config/chosenSchema.js';
import { keysAt } from '../base/config/schemasAt.js';
import { kindOf } from '../base/registry/kindOf.js';
import { createRegistry } from '../base/registry/registry.js';
import { RetrievalError } from '../errors.js';
import { builtInQueryModels } from './builtInQueryModels.js';
import type { QueryModelConfig, QueryModelConfigInput } from './queryModelConfig.js';
import type { QueryModelDefinition } from './queryModelDefinition.js';

/** Every kind of query model that there is. */
export const queryModelRegistry = createRegistry<QueryModelDefinition>('query model', builtInQueryModels, [
  'network',
  'create',
]);

/** Schema of a query model's configuration; unknown fields are refused. */
export const queryModelConfigSchema = chosenSchema<QueryModelConfig, QueryModelConfigInput>(
  (value) => {
    const definition = queryModelRegistry.find((value as { kind?: unknown } | null | undefined)?.kind);
    return definition?.schema ?? z.object({ kind: z.enum(queryModelRegistry.names()) });
  },
  // Kinds of one family share a schema.
  () => [...new Set(queryModelRegistry.names().map((kind) => queryModelRegistry.find(kind)!.schema))],
);

/**
 * Makes a query model of one's own known under the `kind` of its schema: to configurations, `createQueryModel`,
 * experiments and files of trained models. It takes pictures. Runs that use it depend on its text as those of a loss do,
 * see `registerLoss`.
 *
 * Registering a kind again replaces it.
 * @throws RetrievalError (usage) for a kind of the library's own, and for a schema without a kind or a size.
 * @example
 * import { fullConvolution, imageNetPreprocessing } from 'asymmetric-retrieval/models';
 * import { z } from 'zod';
 *
 * registerQueryModel({
 *   schema: z.strictObject({
 *     kind: z.literal('oneLayer'),
 *     size: z.int().min(32).default(32),
 *     pooling: z.enum(['average', 'gem']).default('average'),
 *   }),
 *   network: () => ({
 *     name: 'oneLayer',
 *     preprocessing: imageNetPreprocessing,
 *     layers: [
 *       fullConvolution({
 *         name: 'only',
 *         kernel: 3,
 *         stride: 2,
 *         inputs: 3,
 *         outputs: 8,
 *         padding: 'same',
 *         activation: 'relu',
 *       }),
 *     ],
 *     channels: 8,
 *   }),
 * });
 * const model = await createQueryModel({ kind: 'oneLayer' }, randomSource(0), { dimension: 4 });
 * console.log(model.name); // oneLayer@32
 * model.dispose();
 */
export function registerQueryModel<Schema extends z.ZodType>(
  definition: QueryModelDefinition<Schema> & { version?: string | number },
): void {
  const kind = kindOf('query model', definition);
  const fields = keysAt(definition.schema, [], {});
  const needed = 'network' in definition ? ['size', 'pooling'] : ['size'];
  const missing = needed.filter((field) => !fields.includes(field));
  if (missing.length > 0) {
    throw new RetrievalError({
      what: 'The schema of the query model lacks a field',
      where: kind,
      expected: needed.join(', '),
      found: fields.join(', '),
      fix: `add ${missing.join(', ')}, with a default`,
      kind: 'usage',
    });
  }
  queryModelRegistry.register(kind, definition);
}

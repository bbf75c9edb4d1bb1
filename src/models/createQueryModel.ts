import { parseConfig } from '../base/config/parseConfig.js';
import type { RandomSource } from '../base/randomSource.js';
import { createPixelQueryModel } from './pixelQueryModel.js';
import type { QueryModel, QueryModelContext } from './queryModel.js';
import type { PixelConfig, QueryModelConfig, QueryModelConfigInput } from './queryModelConfig.js';
import { queryModelConfigSchema, queryModelRegistry } from './queryModelRegistry.js';
import { networkOf } from './queryNetwork.js';
import { queryWeights } from './queryWeights.js';

/**
 * Builds a query model with freshly initialised, pretrained or imported weights.
 * @throws RetrievalError on an invalid configuration and on missing, damaged or foreign weights.
 * @example
 * const config = { kind: 'smallCnn', width: 0.25, size: 32 } as const;
 * const model = await createQueryModel(config, randomSource(0, 'weights'), { dimension: 4 });
 * console.log(model.input); // { kind: 'pixels', size: 32 }
 * model.dispose();
 */
export async function createQueryModel(
  configuration: QueryModelConfigInput,
  random: RandomSource,
  context: QueryModelContext,
): Promise<QueryModel> {
  return buildQueryModel(
    parseConfig(queryModelConfigSchema, configuration, 'the query model'),
    random,
    context,
  );
}

/** The same for a configuration that has been checked. */
export async function buildQueryModel(
  config: QueryModelConfig,
  random: RandomSource,
  context: QueryModelContext,
): Promise<QueryModel> {
  // Each definition accepts exactly what its own schema gives back.
  const definition = queryModelRegistry.find(config.kind)!;
  if ('create' in definition) return { ...(await definition.create(config, random, context)), config };
  const pixels = config as PixelConfig;
  return createPixelQueryModel(
    pixels,
    networkOf(pixels),
    await queryWeights(pixels, random),
    random,
    context,
  );
}

import { parseConfig } from '../base/config/parseConfig.js';
import type { RandomSource } from '../base/randomSource.js';
import { createFeatureHead } from './featureHead.js';
import { createPixelQueryModel } from './pixelQueryModel.js';
import type { QueryModel, QueryModelContext } from './queryModel.js';
import {
  queryModelConfigSchema,
  type QueryModelConfig,
  type QueryModelConfigInput,
} from './queryModelConfig.js';
import { networkOf } from './queryNetwork.js';
import { queryWeights } from './queryWeights.js';

/**
 * Builds a query model with freshly initialised, pretrained or imported weights.
 * @throws RetrievalError on an invalid configuration and on missing, damaged or foreign weights.
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
  if (config.kind === 'head') return createFeatureHead(config, random, context);
  const weights = await queryWeights(config, random);
  return createPixelQueryModel(config, networkOf(config), weights, random, context);
}

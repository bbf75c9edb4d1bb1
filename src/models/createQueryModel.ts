import { parseConfig } from '../config/index.js';
import type { RandomSource } from '../random/randomSource.js';
import { createFeatureHead } from './featureHead.js';
import type { QueryModel, QueryModelContext } from './queryModel.js';
import { queryModelConfigSchema, type QueryModelConfigInput } from './queryModelConfig.js';

/**
 * Builds a query model with freshly initialised (or pretrained) weights.
 * @throws RetrievalError on an invalid configuration or missing weight files.
 */
export async function createQueryModel(
  configuration: QueryModelConfigInput,
  random: RandomSource,
  context: QueryModelContext,
): Promise<QueryModel> {
  const config = parseConfig(queryModelConfigSchema, configuration, 'the query model');
  switch (config.kind) {
    case 'head':
      return createFeatureHead(config, random, context);
    default:
      throw new Error(config.kind);
  }
}

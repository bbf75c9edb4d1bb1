import { parseConfig } from '../config/index.js';
import { RetrievalError } from '../errors.js';
import type { RandomSource } from '../random/randomSource.js';
import { createFeatureHead } from './featureHead.js';
import { choiceNetwork } from './networks/choiceNetwork.js';
import { mobileNetV2 } from './networks/mobileNetV2.js';
import type { Network } from './networks/network.js';
import { randomWeights } from './networks/networkWeights.js';
import { smallCnn } from './networks/smallCnn.js';
import { squeezeNet } from './networks/squeezeNet.js';
import { createPixelQueryModel } from './pixelQueryModel.js';
import { pretrainedWeights } from './pretrained.js';
import type { QueryModel, QueryModelContext } from './queryModel.js';
import {
  queryModelConfigSchema,
  type QueryModelConfig,
  type QueryModelConfigInput,
} from './queryModelConfig.js';

/**
 * Builds a query model with freshly initialised (or pretrained) weights.
 * @throws RetrievalError on an invalid configuration and on missing or damaged weights.
 */
export async function createQueryModel(
  configuration: QueryModelConfigInput,
  random: RandomSource,
  context: QueryModelContext,
): Promise<QueryModel> {
  const config = parseConfig(queryModelConfigSchema, configuration, 'the query model');
  if (config.kind === 'head') return createFeatureHead(config, random, context);
  const network = networkOf(config);
  const weights =
    'pretrained' in config && config.pretrained
      ? await pretrainedWeights(config.kind)
      : randomWeights(network, random);
  return createPixelQueryModel(config, network, weights, random, context);
}

/** The network of a query model that takes pictures. */
export function networkOf(config: Exclude<QueryModelConfig, { kind: 'head' }>): Network {
  switch (config.kind) {
    case 'smallCnn':
      return smallCnn(config.width);
    case 'squeezeNet':
      return squeezeNet();
    case 'choiceNetwork':
      return choiceNetwork(config.space, config.path);
    case 'mobileNetV2':
      if (config.pretrained && config.width !== 1) {
        throw new RetrievalError({
          what: 'There are no pretrained weights for this width of MobileNetV2',
          where: 'query.width',
          expected: '1',
          found: String(config.width),
          fix: 'set pretrained to false, or width to 1',
        });
      }
      return mobileNetV2(config.width);
  }
}

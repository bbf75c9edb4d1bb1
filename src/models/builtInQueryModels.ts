import type { z } from 'zod';
import { RetrievalError } from '../errors.js';
import { backbone, backboneNames } from './backbones.js';
import { createFeatureHead } from './featureHead.js';
import { choiceNetwork } from './networks/choiceNetwork.js';
import { mobileNetV2 } from './networks/mobileNetV2.js';
import type { Network } from './networks/network.js';
import { shuffleNetV2 } from './networks/shuffleNetV2.js';
import { smallCnn } from './networks/smallCnn.js';
import { squeezeNet } from './networks/squeezeNet.js';
import { querySchemas, type ConfigOf } from './queryModelConfig.js';
import type { NetworkDefinition, QueryModelDefinition } from './queryModelDefinition.js';

/** The library's own query models by their `kind`. */
export const builtInQueryModels: Record<string, QueryModelDefinition> = {
  head: { schema: querySchemas.head, create: createFeatureHead } satisfies QueryModelDefinition<
    typeof querySchemas.head
  >,
  smallCnn: ofNetwork(querySchemas.smallCnn, ({ width }) => smallCnn(width)),
  mobileNetV2: ofNetwork(querySchemas.mobileNetV2, widthWithWeights),
  squeezeNet: ofNetwork(querySchemas.squeezeNet, () => squeezeNet()),
  ...Object.fromEntries(
    backboneNames.map((name) => [name, ofNetwork(querySchemas.backbone, () => backbone(name))]),
  ),
  shuffleNetV2: ofNetwork(querySchemas.shuffleNetV2, ({ width }) => shuffleNetV2(width)),
  choiceNetwork: ofNetwork(querySchemas.choiceNetwork, ({ space, path }) => choiceNetwork(space, path)),
};

function ofNetwork<Schema extends z.ZodType>(
  schema: Schema,
  network: (config: z.output<Schema>) => Network,
): NetworkDefinition<Schema> {
  return { schema, network };
}

function widthWithWeights({ pretrained, weights, width }: ConfigOf<'mobileNetV2'>): Network {
  if (!pretrained || weights || width === 1) return mobileNetV2(width);
  throw new RetrievalError({
    what: 'There are no pretrained weights for this width of MobileNetV2',
    where: 'query.width',
    expected: '1',
    found: String(width),
    fix: 'set pretrained to false, or width to 1',
  });
}

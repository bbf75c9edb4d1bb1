import type { z } from 'zod';
import { RetrievalError } from '../errors.js';
import { backbone, backboneSource, torchvisionName } from './backbones.js';
import { backboneNames } from './backboneNames.js';
import { createFeatureHead } from './featureHead.js';
import { choiceNetwork } from './networks/choiceNetwork.js';
import { mobileNetV2 } from './networks/mobileNetV2.js';
import type { Described } from '../base/registry/described.js';
import type { Network } from './networks/network.js';
import { shuffleNetV2 } from './networks/shuffleNetV2.js';
import { smallCnn } from './networks/smallCnn.js';
import { squeezeNet } from './networks/squeezeNet.js';
import { querySchemas, type ConfigOf } from './queryModelConfig.js';
import type { NetworkDefinition, QueryModelDefinition } from './queryModelDefinition.js';

/** The library's own query models by their `kind`. */
export const builtInQueryModels: Record<string, QueryModelDefinition> = {
  head: {
    what: 'A linear map of the features of a frozen MobileNetV2, with or without a bottleneck',
    source: 'ours',
    use: 'without a GPU: trains in minutes, and the network before it comes with set-up',
    schema: querySchemas.head,
    create: createFeatureHead,
  } satisfies QueryModelDefinition<typeof querySchemas.head>,
  smallCnn: ofNetwork(querySchemas.smallCnn, ({ width }) => smallCnn(width), {
    what: 'Six convolutions on small pictures',
    source: 'ours',
    use: 'for drawings and very small devices; trains on a CPU',
  }),
  mobileNetV2: ofNetwork(querySchemas.mobileNetV2, widthWithWeights, {
    what: 'MobileNetV2, from ImageNet weights of set-up or from scratch',
    source: 'Sandler et al. 2018',
    use: 'for photos on a phone; slow to train on a CPU',
  }),
  squeezeNet: ofNetwork(querySchemas.squeezeNet, () => squeezeNet(), {
    what: 'SqueezeNet 1.1, from ImageNet weights of set-up or from scratch',
    source: 'Iandola et al. 2016',
    use: 'where the file of the model has to be small; slow to train on a CPU',
  }),
  ...Object.fromEntries(
    backboneNames.map((name) => [
      name,
      ofNetwork(querySchemas.backbone, () => backbone(name), {
        what: `${torchvisionName(name)} as torchvision has it; its weights are brought by you`,
        source: backboneSource(name),
        use: "for the settings of the field's papers, on a GPU",
      }),
    ]),
  ),
  shuffleNetV2: ofNetwork(querySchemas.shuffleNetV2, ({ width }) => shuffleNetV2(width), {
    what: 'ShuffleNetV2 as torchvision has it; its weights are brought by you',
    source: 'Ma et al. 2018',
    use: "for the settings of the field's papers, on a GPU",
  }),
  choiceNetwork: ofNetwork(querySchemas.choiceNetwork, ({ space, path }) => choiceNetwork(space, path), {
    what: 'One network of a search space of inverted residuals, trained from scratch',
    source: 'ours; single-path search as in Guo et al. 2020',
    use: 'for what `asym architecture` found',
    example: { path: [0, 0, 0, 0, 0, 0, 0, 0, 0] },
  }),
};

function ofNetwork<Schema extends z.ZodType>(
  schema: Schema,
  network: (config: z.output<Schema>) => Network,
  words: Described,
): NetworkDefinition<Schema> {
  return { ...words, schema, network };
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

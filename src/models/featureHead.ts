import * as tf from '@tensorflow/tfjs-core';
import { hostTensor } from '../compute/backend/hostValues.js';
import { RetrievalError } from '../errors.js';
import type { RandomSource } from '../base/randomSource.js';
import { linearLayer } from './linearLayer.js';
import type { QueryModel, QueryModelContext } from './queryModel.js';
import type { ConfigOf } from './queryModelConfig.js';
import { unitRows } from './unitRows.js';
import { variableSet } from './variableSet.js';

/**
 * A linear head on stored features of a frozen network: L2, standardisation, dropout, a linear bottleneck, a linear
 * layer to the gallery's dimension, L2. The cheapest query model whose capacity can be swept.
 * @throws RetrievalError without a description of the features.
 */
export function createFeatureHead(
  config: ConfigOf<'head'>,
  random: RandomSource,
  context: QueryModelContext,
): Omit<QueryModel, 'config'> {
  const { features, dimension } = context;
  if (!features) {
    throw new RetrievalError({
      what: 'A head needs to know the features it stands on',
      where: 'context.features',
      fix: 'pass describeFeatures(features, fitRows, flops)',
    });
  }
  const inputs = features.mean.length;
  const set = variableSet();
  const layers =
    config.bottleneck === 'full'
      ? [linearLayer(set, 'linear', inputs, dimension, random)]
      : [
          linearLayer(set, 'bottleneck', inputs, config.bottleneck, random),
          linearLayer(set, 'linear', config.bottleneck, dimension, random),
        ];
  const mean = set.untrained('features.mean', features.mean, [inputs]);
  const deviation = set.untrained('features.deviation', features.deviation, [inputs]);
  return {
    name: `head r=${config.bottleneck}`,
    input: { kind: 'features', dimension: inputs, flops: features.flops },
    dimension,
    isRepeatable: true,
    ...set.lists(),
    flops: features.flops + layers.reduce((sum, layer) => sum + layer.flops, 0),
    embed: (input, { training, random: maskSource }) =>
      tf.tidy(() => {
        let x = tf.div<tf.Tensor2D>(tf.sub(unitRows(input as tf.Tensor2D), mean), deviation);
        if (training && config.dropout > 0) x = dropout(x, config.dropout, maskSource);
        for (const layer of layers) x = layer.apply(x);
        return unitRows(x);
      }),
    dispose: () => set.dispose(),
  };
}

/** Inverted dropout with a mask from a seeded source, so that a run can be repeated on every backend. */
function dropout(x: tf.Tensor2D, rate: number, random: RandomSource | undefined): tf.Tensor2D {
  if (!random) {
    throw new RetrievalError({
      what: 'Dropout needs a source of random numbers',
      where: 'options.random',
      fix: 'pass random in the options of embed when training',
    });
  }
  const { size } = x;
  const mask = hostTensor<tf.Rank.R2>(x.shape, () => {
    const values = new Float32Array(size);
    // Without a branch, which nobody can predict, this takes half the time.
    const factors = [0, 1 / (1 - rate)];
    for (let i = 0; i < size; i++) values[i] = factors[Number(random.uniform() >= rate)]!;
    return values;
  });
  return tf.mul(x, mask);
}

import * as tf from '@tensorflow/tfjs-core';
import { randomSource } from '../../src/base/randomSource.js';
import { createLoss } from '../../src/losses/createLoss.js';
import { createQueryModel } from '../../src/models/createQueryModel.js';
import { frozenNetwork } from '../../src/models/networks/frozenNetwork.js';
import { randomWeights } from '../../src/models/networks/networkWeights.js';
import { generalisedMean } from '../../src/models/pooling.js';
import { unitRows } from '../../src/models/unitRows.js';
import { trainingSteps } from '../../src/training/trainingSteps.js';
import { embeddingMatrix } from '../../src/vectors/embeddingMatrix.js';
import { nearestNeighbours } from '../../src/vectors/nearestNeighbours.js';
import { largeNetworkLayers } from '../models/networks/largeNetworkLayers.js';

const [batch, dimension, size] = [2, 8, 32];

/** What the library computes beside the losses: a training of MobileNetV2, extraction by every kind of layer, lists. */
export async function otherWork(): Promise<void> {
  const config = { kind: 'mobileNetV2', size, pretrained: false, pooling: 'gem' } as const;
  const model = await createQueryModel(config, randomSource(1), { dimension });
  const steps = trainingSteps({
    model,
    loss: createLoss({ kind: 'featureRegression' }),
    gallery: tf.ones<tf.Rank.R2>([batch, dimension]),
    optimizer: { kind: 'sgd', momentum: 0.9, weightDecay: 1e-3 },
    random: randomSource(2),
  });
  const input = tf.fill<tf.Rank.R4>([batch, size, size, 3], 9);
  const anchors = Int32Array.of(0, 1);
  for (let step = 0; step < 2; step++) await steps.run({ input: input.clone(), anchors }, 1e-3, 0).data();
  steps.dispose();
  await model.embed(input, { training: false }).data();
  const frozen = frozenNetwork(largeNetworkLayers, randomWeights(largeNetworkLayers, randomSource(3)));
  const vectors = await tf.tidy(() => unitRows(generalisedMean(frozen.featureMap(input), 3))).data();
  const gallery = embeddingMatrix(Float32Array.from(vectors), batch, vectors.length / batch);
  await nearestNeighbours(gallery, gallery, 2);
}

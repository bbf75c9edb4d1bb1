import * as tf from '@tensorflow/tfjs-core';
import { selectBackend } from '../compute/backend/selectBackend.js';
import { pretrainedNetwork } from '../models/pretrained.js';
import { frozenNetwork } from '../models/networks/frozenNetwork.js';
import { randomWeights } from '../models/networks/networkWeights.js';
import { randomSource } from '../base/randomSource.js';
import { secondsOf } from './probeQueryModel.js';

const side = 96;
const batch = 16;

/** Seconds that MobileNetV2 takes for a picture of 96 pixels on this machine, timed on a batch with random weights. */
export async function secondsPerSmallPicture(): Promise<number> {
  await selectBackend();
  const network = pretrainedNetwork('mobileNetV2');
  const frozen = frozenNetwork(network, randomWeights(network, randomSource(0, 'probe')));
  const pictures = tf.randomUniform<tf.Rank.R4>([batch, side, side, 3], 0, 255);
  try {
    return (await secondsOf(() => tf.tidy(() => frozen.featureMap(pictures)))) / batch;
  } finally {
    pictures.dispose();
    frozen.dispose();
  }
}

import * as tf from '@tensorflow/tfjs-core';
import { randomSource } from '../base/randomSource.js';
import { frozenNetwork } from '../models/networks/frozenNetwork.js';
import type { Network } from '../models/networks/network.js';
import { randomWeights } from '../models/networks/networkWeights.js';
import { secondsOf } from '../training/probeQueryModel.js';

/** Seconds that a network with random weights takes for a picture on this machine, timed on a batch of random squares. */
export async function secondsOfNetwork(network: Network, side: number, batch: number): Promise<number> {
  const frozen = frozenNetwork(network, randomWeights(network, randomSource(0, 'probe')));
  const pictures = tf.randomUniform<tf.Rank.R4>([batch, side, side, 3], 0, 255);
  try {
    return (await secondsOf(() => tf.tidy(() => frozen.featureMap(pictures)))) / batch;
  } finally {
    pictures.dispose();
    frozen.dispose();
  }
}

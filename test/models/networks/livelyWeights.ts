import type { Network } from '../../../src/models/networks/network.js';
import { randomWeights, type NetworkWeights } from '../../../src/models/networks/networkWeights.js';
import { randomSource } from '../../../src/base/randomSource.js';

/** Fresh weights with batch norms that do something. */
export function lively(network: Network): NetworkWeights {
  const random = randomSource(7, 'weights');
  const weights = randomWeights(network, random);
  for (const { batchNorm, bias } of weights.values()) {
    bias?.forEach((_, c) => (bias[c] = 0.3 * random.normal()));
    batchNorm?.mean.forEach((_, c) => {
      batchNorm.mean[c] = 0.3 * random.normal();
      batchNorm.variance[c] = 0.5 + random.uniform();
      batchNorm.scale[c] = 0.5 + random.uniform();
      batchNorm.offset[c] = 0.3 * random.normal();
    });
  }
  return weights;
}

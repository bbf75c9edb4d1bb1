import type { Checkpoint, CheckpointTensor } from '../../checkpoints/checkpointTensor.js';
import { checkTensors, type ExpectedTensors } from './checkTensors.js';
import { convolutions, type Convolution, type Network } from './network.js';
import { kernelShape, type NetworkWeights } from './networkWeights.js';

/** Tensors of PyTorch checkpoints that networks without a classifier do not use. */
const classifiers = /^(_?fc|classifier|head)\./;

/**
 * Takes a network's weights out of a PyTorch checkpoint whose modules bear the layers' names. A classifier may be there
 * and is left out.
 *
 * @throws RetrievalError listing the names that are missing, misshapen or unexpected.
 */
export function weightsFromTorch(network: Network, checkpoint: Checkpoint): NetworkWeights {
  checkTensors(checkpoint, torchTensors(network), network.name, classifiers);
  return takeTorchWeights(network, checkpoint);
}

/** Names and shapes of a network's weights in PyTorch. */
export function torchTensors(network: Network): ExpectedTensors {
  const shapes = new Map<string, readonly number[]>();
  for (const layer of convolutions(network.layers)) {
    const [height, width, inputs, outputs] = kernelShape(layer);
    const shape = layer.depthwise ? [inputs, 1, height, width] : [outputs, inputs, height, width];
    shapes.set(`${layer.name}.weight`, shape);
    for (const name of vectorNames(layer)) shapes.set(name, [layer.outputs]);
  }
  return shapes;
}

/** As `weightsFromTorch`, for tensors that have been checked. */
export function takeTorchWeights(network: Network, checkpoint: Checkpoint): NetworkWeights {
  return new Map(
    convolutions(network.layers).map((layer) => {
      const kernel = transposeKernel(checkpoint.get(`${layer.name}.weight`)!, layer.depthwise);
      const [first, offset, mean, variance] = vectorNames(layer).map((name) => checkpoint.get(name)!.data);
      const weights = layer.batchNorm
        ? {
            kernel,
            batchNorm: { scale: first!, offset: offset!, mean: mean!, variance: variance! },
          }
        : { kernel, bias: first! };
      return [layer.name, weights];
    }),
  );
}

/** Scale, offset, mean and variance of a batch norm; or a bias. */
function vectorNames({ name, batchNorm }: Convolution): string[] {
  return batchNorm
    ? ['weight', 'bias', 'running_mean', 'running_var'].map((part) => `${batchNorm.name}.${part}`)
    : [`${name}.bias`];
}

/** `[outputs, inputs, h, w]` -> `[h, w, inputs, outputs]`; depthwise `[channels, 1, h, w]` -> `[h, w, channels, 1]`. */
function transposeKernel({ shape, data }: CheckpointTensor, depthwise: boolean): CheckpointTensor {
  const [outputs, inputs, height, width] = shape as [number, number, number, number];
  const result = new Float32Array(data.length);
  const window = height * width;
  for (let o = 0; o < outputs; o++) {
    for (let i = 0; i < inputs; i++) {
      for (let p = 0; p < window; p++) {
        result[(p * inputs + i) * outputs + o] = data[(o * inputs + i) * window + p]!;
      }
    }
  }
  return {
    shape: depthwise ? [height, width, outputs, 1] : [height, width, inputs, outputs],
    data: result,
  };
}

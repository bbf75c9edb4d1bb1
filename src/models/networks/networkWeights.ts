import type { RandomSource } from '../../base/randomSource.js';
import { RetrievalError } from '../../errors.js';
import type { Checkpoint, CheckpointTensor } from '../../checkpoints/checkpointTensor.js';
import { heNormal } from '../initialise.js';
import { convolutions, type Convolution, type Network } from './network.js';

/** Weights of one convolution. */
export interface ConvolutionWeights {
  /** `[k, k, inputs, outputs]`, or `[k, k, channels, 1]` for a depthwise convolution. */
  kernel: CheckpointTensor;
  /** `[outputs]`; only without batch norm. */
  bias?: Float32Array;
  /** `[outputs]` each. */
  batchNorm?: Record<'scale' | 'offset' | 'mean' | 'variance', Float32Array>;
}

/** Weights of all convolutions of a network by the convolution's name. */
export type NetworkWeights = Map<string, ConvolutionWeights>;

/** Shape of a convolution's kernel. */
export function kernelShape({
  kernel,
  inputs,
  outputs,
  depthwise,
}: Convolution): [number, number, number, number] {
  return depthwise ? [kernel, kernel, inputs, 1] : [kernel, kernel, inputs, outputs];
}

/** Fresh weights: He-normal kernels, batch norms that change nothing. */
export function randomWeights(network: Network, random: RandomSource): NetworkWeights {
  const weights: NetworkWeights = new Map();
  for (const layer of convolutions(network.layers)) {
    const shape = kernelShape(layer);
    const fanIn = layer.kernel ** 2 * (layer.depthwise ? 1 : layer.inputs);
    const length = shape.reduce((product, size) => product * size, 1);
    const filled = (value: number) => new Float32Array(layer.outputs).fill(value);
    weights.set(layer.name, {
      kernel: { shape, data: heNormal(length, fanIn, random) },
      ...(layer.batchNorm
        ? { batchNorm: { scale: filled(1), offset: filled(0), mean: filled(0), variance: filled(1) } }
        : { bias: filled(0) }),
    });
  }
  return weights;
}

/** Takes a network's weights out of named lists of kernel (already in this library's order) and bias. */
export function weightsFromArrays(network: Network, arrays: Map<string, CheckpointTensor[]>): NetworkWeights {
  const named: Checkpoint = new Map();
  for (const [name, [kernel, bias]] of arrays) {
    if (kernel) named.set(`${name}.kernel`, kernel);
    if (bias) named.set(`${name}.bias`, bias);
  }
  const weights: NetworkWeights = new Map();
  for (const layer of convolutions(network.layers)) {
    weights.set(layer.name, {
      kernel: take(named, `${layer.name}.kernel`, kernelShape(layer)),
      bias: take(named, `${layer.name}.bias`, [layer.outputs]).data,
    });
  }
  return weights;
}

function take(checkpoint: Checkpoint, name: string, shape: number[]): CheckpointTensor {
  const tensor = checkpoint.get(name);
  if (!tensor || tensor.shape.join() !== shape.join()) {
    throw new RetrievalError({
      what: 'The checkpoint does not belong to this network',
      where: name,
      expected: `shape [${shape.join(', ')}]`,
      found: tensor ? `shape [${tensor.shape.join(', ')}]` : 'no such tensor',
    });
  }
  return tensor;
}

import { convolutions, type Convolution, type Layer, type MaxPool, type Network } from './network.js';

/**
 * Floating point operations of the network's convolutions for one `size` x `size` picture, two per multiply-add.
 * Batch norms, activations and pooling are not counted, as usual.
 */
export function countOperations(network: Network, size: number): number {
  return walk(network.layers, size).flops;
}

/** Number of trained weights: kernels, biases, scales and offsets of batch norms. */
export function countParameters(network: Network): number {
  return convolutions(network.layers).reduce(
    (sum, layer) => sum + kernelSize(layer) + (layer.batchNorm ? 2 : 1) * layer.outputs,
    0,
  );
}

/** Side of the last feature map for a `size` x `size` picture. */
export function featureMapSize(network: Pick<Network, 'layers'>, size: number): number {
  return walk(network.layers, size).size;
}

function walk(layers: Layer[], size: number): { size: number; flops: number } {
  let flops = 0;
  for (const layer of layers) {
    const inner = one(layer, size);
    size = inner.size;
    flops += inner.flops;
  }
  return { size, flops };
}

function one(layer: Layer, size: number): { size: number; flops: number } {
  switch (layer.kind) {
    case 'convolution': {
      const output = convolvedSize(layer, size);
      return { size: output, flops: 2 * kernelSize(layer) * output ** 2 };
    }
    case 'maxPool':
      return { size: pooledSize(layer, size), flops: 0 };
    case 'residual': {
      const { size: output, flops } = walk(layer.layers, size);
      return { size: output, flops: flops + walk(layer.shortcut ?? [], size).flops };
    }
    case 'squeezeExcite':
      return { size, flops: walk(layer.layers, 1).flops };
    case 'channelShuffle':
      return { size, flops: 0 };
    case 'branches': {
      const branches = layer.branches.map((branch) => walk(branch, size));
      return { size: branches[0]!.size, flops: branches.reduce((sum, branch) => sum + branch.flops, 0) };
    }
  }
}

function convolvedSize({ kernel, stride, padding }: Convolution, size: number): number {
  if (padding === 'same') return Math.ceil(size / stride);
  const padded = padding === 'symmetric' ? size + 2 * Math.floor(kernel / 2) : size;
  return Math.floor((padded - kernel) / stride) + 1;
}

function pooledSize({ window, stride, padding }: MaxPool, size: number): number {
  return padding === 'symmetric'
    ? Math.floor((size + 2 * Math.floor(window / 2) - window) / stride) + 1
    : Math.ceil((size - window) / stride) + 1;
}

function kernelSize({ kernel, inputs, outputs, depthwise }: Convolution): number {
  return kernel ** 2 * (depthwise ? 1 : inputs) * outputs;
}

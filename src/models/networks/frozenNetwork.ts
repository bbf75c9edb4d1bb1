import * as tf from '@tensorflow/tfjs-core';
import { canLoadGraphs } from '../../compute/backend/nativeGraph.js';
import { activate } from './activations.js';
import { frozenGraph } from './frozenGraph.js';
import { hasGraph } from './graphLayers.js';
import { withinMemory } from './inferenceMemory.js';
import { convolutions, type Convolution, type Network } from './network.js';
import { kernelShape, type ConvolutionWeights, type NetworkWeights } from './networkWeights.js';
import { convolutionPadding, padSpatially, preprocess, runLayers } from './runLayers.js';

/** A network for inference only, its batch norms folded into kernels and biases. */
export interface FrozenNetwork {
  readonly network: Network;
  /**
   * `[B, S, S, 3]` pixel values 0..255 -> `[B, H, W, C]` feature map.
   * @throws RetrievalError where the device's memory does not hold the batch.
   */
  featureMap(pixels: tf.Tensor4D): tf.Tensor4D;
  dispose(): void;
}

/** Puts the weights on the backend in the form that runs fastest there. */
export function frozenNetwork(network: Network, weights: NetworkWeights): FrozenNetwork {
  const form = canLoadGraphs() && hasGraph(network) ? frozenAsGraph : frozenLayerByLayer;
  const frozen = form(network, weights);
  return {
    ...frozen,
    featureMap: (pixels) => withinMemory(network, pixels, () => frozen.featureMap(pixels)),
  };
}

/** One graph for the whole network, which TensorFlow optimises. */
export function frozenAsGraph(network: Network, weights: NetworkWeights): FrozenNetwork {
  const graph = frozenGraph(network, (layer) => foldBatchNorm(layer, weights.get(layer.name)!));
  return {
    network,
    featureMap: (pixels) =>
      tf.tidy(() => {
        const [map] = graph.run({ input: preprocess(pixels, network.preprocessing) });
        return map as tf.Tensor4D;
      }),
    dispose: () => graph.dispose(),
  };
}

/** Operation by operation: for the other backends, and to test the graph against. */
export function frozenLayerByLayer(network: Network, weights: NetworkWeights): FrozenNetwork {
  const kernels = new Map<string, { kernel: tf.Tensor4D; bias: tf.Tensor1D }>();
  for (const layer of convolutions(network.layers)) {
    const { kernel, bias } = foldBatchNorm(layer, weights.get(layer.name)!);
    kernels.set(layer.name, {
      kernel: tf.tensor4d(kernel, kernelShape(layer)),
      bias: tf.tensor1d(bias),
    });
  }
  const convolve = (layer: Convolution, input: tf.Tensor4D): tf.Tensor4D => {
    const { kernel, bias } = kernels.get(layer.name)!;
    const padding = convolutionPadding(layer);
    const [x, pad] =
      typeof padding === 'number'
        ? [padSpatially(input, padding, [padding, padding]), 'valid' as const]
        : [input, padding];
    const fused = layer.activation === 'relu' || layer.activation === 'relu6' ? layer.activation : undefined;
    const run = layer.depthwise ? tf.fused.depthwiseConv2d : tf.fused.conv2d;
    const y = run({ x, filter: kernel, strides: layer.stride, pad, bias, activation: fused ?? 'linear' });
    return fused ? y : activate(y, layer.activation);
  };
  return {
    network,
    featureMap: (pixels) =>
      tf.tidy(() => runLayers(network.layers, preprocess(pixels, network.preprocessing), convolve)),
    dispose: () => kernels.forEach(({ kernel, bias }) => tf.dispose([kernel, bias])),
  };
}

/** Kernel and bias of the convolution that equals convolution plus batch norm; computed in float64. */
export function foldBatchNorm(
  layer: Convolution,
  weights: ConvolutionWeights,
): { kernel: Float32Array; bias: Float32Array } {
  const { batchNorm, kernel, bias } = weights;
  if (!layer.batchNorm || !batchNorm) return { kernel: kernel.data, bias: bias! };
  const { scale, offset, mean, variance } = batchNorm;
  const { epsilon } = layer.batchNorm;
  const factors = Float64Array.from(scale, (value, c) => value / Math.sqrt(variance[c]! + epsilon));
  return {
    // The channel is the last axis of both kernel layouts once the depthwise multiplier of 1 is left out.
    kernel: kernel.data.map((value, i) => value * factors[i % layer.outputs]!),
    bias: offset.map((value, c) => value - mean[c]! * factors[c]!),
  };
}

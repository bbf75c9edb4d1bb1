import { graphBuilder } from '../../compute/backend/graphBuilder.js';
import { loadGraph, type NativeGraph } from '../../compute/backend/nativeGraph.js';
import { addActivation } from './graphActivations.js';
import {
  addConcatenation,
  addConvolution,
  addMaxPool,
  addReduction,
  addShuffle,
  addSplit,
} from './graphLayers.js';
import type { Activation, Convolution, Layer, Network } from './network.js';
import { kernelShape } from './networkWeights.js';

/** Kernel and bias of a convolution with its batch norm folded in. */
export type FoldedWeights = (layer: Convolution) => { kernel: Float32Array; bias: Float32Array };

/**
 * The network as one graph of native TensorFlow, which fuses a convolution with its bias and activation; about a third
 * faster than operation by operation. For networks that `hasGraph` accepts.
 *
 * @returns a function from preprocessed pictures `[B, H, W, 3]` to the feature map `[B, h, w, C]`.
 */
export function frozenGraph(network: Network, weights: FoldedWeights): NativeGraph {
  const graph = graphBuilder();
  const activate = (x: string, activation: Activation = 'none'): string =>
    activation === 'none' ? x : addActivation(graph, activation, x).output;
  const convolve = (layer: Convolution, x: string): string => {
    const { kernel, bias } = weights(layer);
    const y = addConvolution(graph, layer, x, graph.constant(kernelShape(layer), kernel)).output;
    return activate(graph.add('BiasAdd', [y, graph.constant([layer.outputs], bias)]), layer.activation);
  };
  const one = (layer: Layer, x: string): string => {
    switch (layer.kind) {
      case 'convolution':
        return convolve(layer, x);
      case 'maxPool':
        return addMaxPool(graph, layer, x).output;
      case 'residual': {
        const terms = [run(layer.shortcut ?? [], x), run(layer.layers, x)];
        return activate(graph.add('AddV2', terms), layer.activation);
      }
      case 'squeezeExcite':
        return graph.add('Mul', [x, run(layer.layers, addReduction(graph, 'Mean', x))]);
      case 'branches': {
        const inputs = layer.split ? addSplit(graph, x, layer.split) : layer.branches.map(() => x);
        return addConcatenation(
          graph,
          layer.branches.map((branch, n) => run(branch, inputs[n]!)),
        );
      }
      case 'channelShuffle':
        return addShuffle(graph, layer, x);
    }
  };
  const run = (layers: Layer[], input: string): string => layers.reduce((x, layer) => one(layer, x), input);
  const output = run(network.layers, graph.placeholder('input', [-1, -1, -1, 3]));
  return loadGraph(graph.nodes, [output], true);
}

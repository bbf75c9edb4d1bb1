import { graphBuilder } from '../../backend/graphBuilder.js';
import { loadGraph, type NativeGraph } from '../../backend/nativeGraph.js';
import { activations, addConvolution, graphLayers, type GraphLayer } from './graphLayers.js';
import type { Convolution, Network } from './network.js';
import { kernelShape } from './networkWeights.js';

/** Kernel and bias of a convolution with its batch norm folded in. */
export type FoldedWeights = (layer: Convolution) => { kernel: Float32Array; bias: Float32Array };

/**
 * The network as one graph of native TensorFlow, which fuses a convolution with its bias and activation; about a third
 * faster than operation by operation.
 *
 * @returns a function from preprocessed pictures `[B, S, S, 3]` to the feature map `[B, H, W, C]`.
 */
export function frozenGraph(network: Network, weights: FoldedWeights): NativeGraph & { output: string } {
  const graph = graphBuilder();
  const convolve = (layer: Convolution, x: string): string => {
    const { kernel, bias } = weights(layer);
    const y = addConvolution(graph, layer, x, graph.constant(kernelShape(layer), kernel)).output;
    const biased = graph.add('BiasAdd', [y, graph.constant([layer.outputs], bias)]);
    return layer.activation === 'none' ? biased : graph.add(activations[layer.activation], [biased]);
  };
  const run = (layers: GraphLayer[], input: string): string =>
    layers.reduce(
      (x, layer) =>
        layer.kind === 'convolution' ? convolve(layer, x) : graph.add('AddV2', [x, run(layer.layers, x)]),
      input,
    );
  const output = run(graphLayers(network), graph.placeholder('input', [-1, -1, -1, 3]));
  return { ...loadGraph(graph.nodes), output };
}

import type { GraphBuilder } from '../../backend/graphBuilder.js';
import type { GraphNode } from '../../backend/nativeGraph.js';
import type { Convolution, Layer, Network, Residual } from './network.js';
import { convolutionPadding } from './runLayers.js';

/** The kinds of layers that graphs are written for. */
export type GraphLayer = Convolution | (Omit<Residual, 'layers'> & { layers: GraphLayer[] });

/** TensorFlow's names of the activations. */
export const activations = { relu: 'Relu', relu6: 'Relu6' } as const;

/** Whether all layers are of the kinds that graphs are written for. */
export function hasGraph({ layers }: Pick<Network, 'layers'>): boolean {
  return layers.every((layer: Layer) => {
    return layer.kind === 'convolution' || (layer.kind === 'residual' && hasGraph(layer));
  });
}

/** The layers of a network that `hasGraph` has accepted. */
export function graphLayers(network: Network): GraphLayer[] {
  return network.layers as GraphLayer[];
}

/** A convolution in a graph. */
export interface AddedConvolution {
  output: string;
  /** What the kernel was applied to: the input, padded where the operation cannot pad by itself. */
  padded: string;
  /** Zeros on each side of `padded`. */
  side: number;
  op: 'Conv2D' | 'DepthwiseConv2dNative';
  /** Of the operation and of its gradients. */
  attributes: GraphNode['attributes'];
}

/** Adds a layer's convolution without what follows it. */
export function addConvolution(
  graph: GraphBuilder,
  layer: Convolution,
  x: string,
  kernel: string,
): AddedConvolution {
  const padding = convolutionPadding(layer);
  const side = typeof padding === 'number' ? padding : 0;
  const padded = side > 0 ? pad(graph, x, side) : x;
  const op = layer.depthwise ? 'DepthwiseConv2dNative' : 'Conv2D';
  const attributes: GraphNode['attributes'] = {
    strides: { integers: [1, layer.stride, layer.stride, 1] },
    padding: { text: padding === 'same' ? 'SAME' : 'VALID' },
  };
  return { output: graph.add(op, [padded, kernel], attributes), padded, side, op, attributes };
}

function pad(graph: GraphBuilder, x: string, side: number): string {
  const sides = Int32Array.of(0, 0, side, side, side, side, 0, 0);
  return graph.add('Pad', [x, graph.constant([4, 2], sides)], { Tpaddings: { type: 'int32' } });
}

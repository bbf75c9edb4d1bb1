import {
  loadGraph,
  typeOf,
  type GraphConstant,
  type GraphNode,
  type NativeGraph,
} from '../../backend/nativeGraph.js';
import type { Convolution, Layer, Network, Residual } from './network.js';
import { kernelShape } from './networkWeights.js';
import { convolutionPadding } from './runLayers.js';

/** Kernel and bias of a convolution with its batch norm folded in. */
export type FoldedWeights = (layer: Convolution) => { kernel: Float32Array; bias: Float32Array };

const activations = { relu: 'Relu', relu6: 'Relu6' };

type GraphLayer = Convolution | Residual;

/** Whether all layers are of the kinds that the graph is written for. */
export function hasGraph({ layers }: Network): boolean {
  return layers.every(isGraphLayer);
}

function isGraphLayer(layer: Layer): layer is GraphLayer {
  return layer.kind === 'convolution' || (layer.kind === 'residual' && layer.layers.every(isGraphLayer));
}

/**
 * The network as one graph of native TensorFlow, which fuses a convolution with its bias and activation; about a third
 * faster than operation by operation.
 *
 * @returns a function from preprocessed pictures `[B, S, S, 3]` to the feature map `[B, H, W, C]`.
 */
export function frozenGraph(network: Network, weights: FoldedWeights): NativeGraph & { output: string } {
  const type = { type: 'float' } as const;
  const input: GraphNode = {
    name: 'input',
    op: 'Placeholder',
    inputs: [],
    attributes: { dtype: type, shape: { shape: [-1, -1, -1, 3] } },
  };
  const nodes = [input];
  const add = (op: string, inputs: string[], attributes: GraphNode['attributes'] = { T: type }): string => {
    const name = `${op}${nodes.length}`;
    nodes.push({ name, op, inputs, attributes });
    return name;
  };
  const constant = (shape: number[], data: GraphConstant['data']): string =>
    add('Const', [], { dtype: { type: typeOf(data) }, value: { constant: { shape, data } } });
  const pad = (x: string, side: number): string => {
    const sides = Int32Array.of(0, 0, side, side, side, side, 0, 0);
    return add('Pad', [x, constant([4, 2], sides)], { T: type, Tpaddings: { type: 'int32' } });
  };
  const convolve = (layer: Convolution, x: string): string => {
    const { kernel, bias } = weights(layer);
    const padding = convolutionPadding(layer);
    const padded = typeof padding === 'number' ? pad(x, padding) : x;
    const y = add(
      layer.depthwise ? 'DepthwiseConv2dNative' : 'Conv2D',
      [padded, constant(kernelShape(layer), kernel)],
      {
        T: type,
        strides: { integers: [1, layer.stride, layer.stride, 1] },
        padding: { text: padding === 'same' ? 'SAME' : 'VALID' },
      },
    );
    const biased = add('BiasAdd', [y, constant([layer.outputs], bias)]);
    return layer.activation === 'none' ? biased : add(activations[layer.activation], [biased]);
  };
  const run = (layers: Layer[], input: string): string =>
    layers.reduce((x, layer) => {
      const { kind } = layer as GraphLayer;
      return kind === 'convolution'
        ? convolve(layer as Convolution, x)
        : add('AddV2', [x, run((layer as Residual).layers, x)]);
    }, input);
  const output = run(network.layers, 'input');
  return { ...loadGraph(nodes), output };
}

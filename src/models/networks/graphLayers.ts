import type { GraphBuilder } from '../../compute/backend/graphBuilder.js';
import type { GraphNode } from '../../compute/backend/graphFormat.js';
import type { ChannelShuffle, Convolution, Layer, MaxPool, Network } from './network.js';
import { convolutionPadding } from './runLayers.js';

type Attributes = GraphNode['attributes'];
const int32 = { type: 'int32' } as const;

/** Whether graphs can be written for all layers: a window that may reach over the end needs the picture's size. */
export function hasGraph({ layers }: Pick<Network, 'layers'>): boolean {
  return layers.every((layer: Layer): boolean => {
    switch (layer.kind) {
      case 'convolution':
      case 'channelShuffle':
        return true;
      case 'maxPool':
        return layer.padding === 'symmetric';
      case 'residual':
        return hasGraph(layer) && hasGraph({ layers: layer.shortcut ?? [] });
      case 'squeezeExcite':
        return hasGraph(layer);
      case 'branches':
        return layer.branches.every((branch) => hasGraph({ layers: branch }));
    }
  });
}

/** A sliding window in a graph. */
export interface AddedWindow {
  output: string;
  /** What the window slid over: the input, padded where the operation cannot pad by itself. */
  padded: string;
  /** Zeros on each side of `padded`. */
  side: number;
  /** Of the operation and of its gradients. */
  attributes: Attributes;
}

/** A convolution in a graph. */
export interface AddedConvolution extends AddedWindow {
  op: 'Conv2D' | 'DepthwiseConv2dNative';
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
  const padded = pad(graph, x, side);
  const op = layer.depthwise ? 'DepthwiseConv2dNative' : 'Conv2D';
  const attributes: Attributes = {
    strides: { integers: [1, layer.stride, layer.stride, 1] },
    padding: { text: padding === 'same' ? 'SAME' : 'VALID' },
  };
  return { output: graph.add(op, [padded, kernel], attributes), padded, side, op, attributes };
}

/** Adds a max pool with half a window of zeros on each side, over values that are not negative. */
export function addMaxPool(graph: GraphBuilder, { window, stride }: MaxPool, x: string): AddedWindow {
  const side = Math.floor(window / 2);
  const padded = pad(graph, x, side);
  const attributes: Attributes = {
    ksize: { integers: [1, window, window, 1] },
    strides: { integers: [1, stride, stride, 1] },
    padding: { text: 'VALID' },
  };
  return { output: graph.add('MaxPool', [padded], attributes), padded, side, attributes };
}

/** Adds the joining of feature maps along their channels. */
export function addConcatenation(graph: GraphBuilder, maps: string[]): string {
  if (maps.length === 1) return maps[0]!;
  const axis = graph.constant([], Int32Array.of(3));
  return graph.add('ConcatV2', [...maps, axis], { N: { integer: maps.length }, Tidx: int32 });
}

/** Adds the cutting of a feature map into parts of these numbers of channels. */
export function addSplit(graph: GraphBuilder, x: string, parts: number[]): string[] {
  let start = 0;
  return parts.map((channels) => {
    const begin = graph.constant([4], Int32Array.of(0, 0, 0, start));
    const size = graph.constant([4], Int32Array.of(-1, -1, -1, channels));
    start += channels;
    return graph.add('Slice', [x, begin, size], { Index: int32 });
  });
}

/** Adds a channel shuffle; one with `channels / groups` groups undoes it. */
export function addShuffle(graph: GraphBuilder, layer: Omit<ChannelShuffle, 'kind'>, x: string): string {
  const { groups, channels } = layer;
  const shape = graph.add('Shape', [x], { out_type: int32 });
  const grouped = graph.constant([3], Int32Array.of(-1, groups, channels / groups));
  const permutation = graph.constant([3], Int32Array.of(0, 2, 1));
  const dealt = graph.add('Transpose', [graph.add('Reshape', [x, grouped], { Tshape: int32 }), permutation], {
    Tperm: int32,
  });
  return graph.add('Reshape', [dealt, shape], { Tshape: int32 });
}

/** Adds a sum or a mean over the positions of each channel, `[B, H, W, C]` -> `[B, 1, 1, C]`. */
export function addReduction(graph: GraphBuilder, op: 'Mean' | 'Sum', x: string): string {
  const axes = graph.constant([2], Int32Array.of(1, 2));
  return graph.add(op, [x, axes], { Tidx: int32, keep_dims: { flag: true } });
}

/** Adds the taking off of `side` rows and columns on each side; `sizes` names the shape of `x`. */
export function addCrop(graph: GraphBuilder, x: string, sizes: string, side: number): string {
  const sides = graph.constant([4], Int32Array.of(0, 2 * side, 2 * side, 0));
  const kept = graph.add('Sub', [sizes, sides], { T: int32 });
  const begin = graph.constant([4], Int32Array.of(0, side, side, 0));
  return graph.add('Slice', [x, begin, kept], { Index: int32 });
}

function pad(graph: GraphBuilder, x: string, side: number): string {
  if (side === 0) return x;
  const sides = Int32Array.of(0, 0, side, side, side, side, 0, 0);
  return graph.add('Pad', [x, graph.constant([4, 2], sides)], { Tpaddings: int32 });
}

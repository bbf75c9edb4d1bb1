import type { Activation, Convolution, Layer, MaxPool } from '../../../src/models/networks/network.js';
import type { NetworkWeights } from '../../../src/models/networks/networkWeights.js';

/** A feature map `[height][width][channel]` in float64. */
export type Map3 = number[][][];

/** Runs layers by their definitions, loop by loop: the twin that the fast networks are tested against. */
export function slowLayers(layers: Layer[], weights: NetworkWeights, x: Map3): Map3 {
  for (const layer of layers) x = slowLayer(layer, weights, x);
  return x;
}

function slowLayer(layer: Layer, weights: NetworkWeights, x: Map3): Map3 {
  switch (layer.kind) {
    case 'convolution':
      return slowConvolution(layer, weights, x);
    case 'maxPool':
      return slowMaxPool(layer, x);
    case 'residual': {
      const y = slowLayers(layer.layers, weights, x);
      const z = slowLayers(layer.shortcut ?? [], weights, x);
      return eachValue(y, (value, i, j, c) => slowActivation(value + z[i][j][c], layer.activation ?? 'none'));
    }
    case 'squeezeExcite': {
      const pixels = x.flat();
      const means = x[0][0].map((_, c) => pixels.reduce((sum, pixel) => sum + pixel[c], 0) / pixels.length);
      const [[gates]] = slowLayers(layer.layers, weights, [[means]]);
      return eachValue(x, (value, _i, _j, c) => value * gates[c]);
    }
    case 'branches': {
      let start = 0;
      const parts = layer.branches.map((branch, n) => {
        const channels = layer.split?.[n] ?? Infinity;
        const input = x.map((row) => row.map((pixel) => pixel.slice(start, start + channels)));
        if (layer.split) start += channels;
        return slowLayers(branch, weights, input);
      });
      return parts[0].map((row, i) => row.map((_, j) => parts.flatMap((part) => part[i][j])));
    }
    case 'channelShuffle': {
      const size = layer.channels / layer.groups;
      return eachValue(x, (_, i, j, c) => x[i][j][(c % layer.groups) * size + Math.floor(c / layer.groups)]);
    }
  }
}

function eachValue(x: Map3, change: (value: number, i: number, j: number, c: number) => number): Map3 {
  return x.map((row, i) => row.map((pixel, j) => pixel.map((value, c) => change(value, i, j, c))));
}

function slowActivation(x: number, activation: Activation): number {
  const sigmoid = 1 / (1 + Math.exp(-x));
  const hardSigmoid = x <= -3 ? 0 : x >= 3 ? 1 : x / 6 + 1 / 2;
  switch (activation) {
    case 'none':
      return x;
    case 'relu':
      return Math.max(0, x);
    case 'relu6':
      return Math.min(Math.max(0, x), 6);
    case 'sigmoid':
      return sigmoid;
    case 'swish':
      return x * sigmoid;
    case 'hardSigmoid':
      return hardSigmoid;
    case 'hardSwish':
      return x * hardSigmoid;
  }
}

function range(length: number): number[] {
  return Array.from({ length }, (_, i) => i);
}

function slowConvolution(layer: Convolution, weights: NetworkWeights, x: Map3): Map3 {
  const { kernel: k, stride, outputs, depthwise } = layer;
  const { kernel, bias, batchNorm } = weights.get(layer.name)!;
  const [top, bottom] = paddingOf(layer, x.length);
  const [left, right] = paddingOf(layer, x[0].length);
  const one = (i: number, j: number, o: number) => {
    let sum = 0;
    for (let a = 0; a < k; a++) {
      for (let b = 0; b < k; b++) {
        const input = x[i * stride + a - top]?.[j * stride + b - left];
        if (!input) continue;
        const at = a * k + b;
        if (depthwise) sum += input[o] * kernel.data[at * outputs + o];
        else input.forEach((value, c) => (sum += value * kernel.data[(at * input.length + c) * outputs + o]));
      }
    }
    if (batchNorm) {
      const { scale, offset, mean, variance } = batchNorm;
      sum = ((sum - mean[o]) / Math.sqrt(variance[o] + layer.batchNorm!.epsilon)) * scale[o] + offset[o];
    } else {
      sum += bias![o];
    }
    return slowActivation(sum, layer.activation);
  };
  const height = Math.floor((x.length + top + bottom - k) / stride) + 1;
  const width = Math.floor((x[0].length + left + right - k) / stride) + 1;
  return range(height).map((i) => range(width).map((j) => range(outputs).map((o) => one(i, j, o))));
}

function paddingOf({ padding, kernel, stride }: Convolution, size: number): [number, number] {
  if (padding === 'none') return [0, 0];
  if (padding === 'symmetric') return [(kernel - 1) / 2, (kernel - 1) / 2];
  const total = Math.max(0, (Math.ceil(size / stride) - 1) * stride + kernel - size);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

function slowMaxPool({ window, stride, padding }: MaxPool, x: Map3): Map3 {
  const before = padding === 'symmetric' ? (window - 1) / 2 : 0;
  const sizeOf = (size: number) =>
    padding === 'symmetric'
      ? Math.floor((size + 2 * before - window) / stride) + 1
      : Math.ceil((size - window) / stride) + 1;
  return range(sizeOf(x.length)).map((i) =>
    range(sizeOf(x[0].length)).map((j) =>
      x[0][0].map((_, c) => {
        const values = range(window).flatMap((a) =>
          range(window).map((b) => x[i * stride + a - before]?.[j * stride + b - before]?.[c]),
        );
        return Math.max(...values.filter((value) => value !== undefined));
      }),
    ),
  );
}

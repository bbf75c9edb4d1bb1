import type { Convolution, Layer, MaxPool } from '../../src/models/networks/network.js';
import type { NetworkWeights } from '../../src/models/networks/networkWeights.js';

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
      return x.map((row, i) => row.map((pixel, j) => pixel.map((value, c) => value + y[i][j][c])));
    }
    case 'branches': {
      const parts = layer.branches.map((branch) => slowLayers(branch, weights, x));
      return parts[0].map((row, i) => row.map((_, j) => parts.flatMap((part) => part[i][j])));
    }
  }
}

function slowConvolution(layer: Convolution, weights: NetworkWeights, x: Map3): Map3 {
  const { kernel: k, stride, outputs, depthwise } = layer;
  const { kernel, bias, batchNorm } = weights.get(layer.name)!;
  const size = x.length;
  const [before, after] = paddingOf(layer, size);
  const output = Math.floor((size + before + after - k) / stride) + 1;
  const pixel = (i: number, j: number) => x[i]?.[j];
  const one = (i: number, j: number, o: number) => {
    let sum = 0;
    for (let a = 0; a < k; a++) {
      for (let b = 0; b < k; b++) {
        const input = pixel(i * stride + a - before, j * stride + b - before);
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
    if (layer.activation === 'none') return sum;
    return Math.min(Math.max(0, sum), layer.activation === 'relu6' ? 6 : Infinity);
  };
  const range = (length: number) => Array.from({ length }, (_, i) => i);
  return range(output).map((i) => range(output).map((j) => range(outputs).map((o) => one(i, j, o))));
}

function paddingOf({ padding, kernel, stride }: Convolution, size: number): [number, number] {
  if (padding === 'none') return [0, 0];
  if (padding === 'symmetric') return [(kernel - 1) / 2, (kernel - 1) / 2];
  const total = Math.max(0, (Math.ceil(size / stride) - 1) * stride + kernel - size);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

function slowMaxPool({ window, stride }: MaxPool, x: Map3): Map3 {
  const output = Math.ceil((x.length - window) / stride) + 1;
  const range = (length: number) => Array.from({ length }, (_, i) => i);
  return range(output).map((i) =>
    range(output).map((j) =>
      x[0][0].map((_, c) => {
        const values = range(window).flatMap((a) =>
          range(window).map((b) => x[i * stride + a]?.[j * stride + b]?.[c]),
        );
        return Math.max(...values.filter((value) => value !== undefined));
      }),
    ),
  );
}

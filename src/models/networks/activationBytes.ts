import { featureMapSize } from './countOperations.js';
import type { Layer, Network } from './network.js';

/** A feature map of one picture. */
interface Shape {
  size: number;
  channels: number;
}

/**
 * Bytes that a network takes at most for one `size` x `size` picture in inference, beside its weights: what a layer reads and
 * writes, and what waits for a later one. How a backend computes a layer may take more.
 */
export function activationBytes(network: Network, size: number): number {
  return Float32Array.BYTES_PER_ELEMENT * passed(network.layers, { size, channels: 3 }, 0).most;
}

const numbersOf = ({ size, channels }: Shape): number => size ** 2 * channels;

/** @param waiting numbers that are kept meanwhile */
function passed(layers: Layer[], map: Shape, waiting: number): { map: Shape; most: number } {
  let most = waiting + numbersOf(map);
  for (const layer of layers) {
    const inner = through(layer, map, waiting);
    map = inner.map;
    most = Math.max(most, inner.most);
  }
  return { map, most };
}

function through(layer: Layer, map: Shape, waiting: number): { map: Shape; most: number } {
  if (layer.kind === 'residual') return passed(layer.layers, map, waiting + numbersOf(map));
  if (layer.kind === 'branches') {
    const each = layer.branches.map((branch, n) =>
      passed(branch, { ...map, channels: layer.split?.[n] ?? map.channels }, waiting + numbersOf(map)),
    );
    const joined = {
      size: each[0]!.map.size,
      channels: each.reduce((sum, branch) => sum + branch.map.channels, 0),
    };
    return { map: joined, most: Math.max(...each.map((branch) => branch.most)) + numbersOf(joined) };
  }
  const after = {
    size: featureMapSize({ layers: [layer] }, map.size),
    channels: layer.kind === 'convolution' ? layer.outputs : map.channels,
  };
  return { map: after, most: waiting + numbersOf(map) + numbersOf(after) };
}

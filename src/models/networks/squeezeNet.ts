import { fullConvolution, type Convolution, type Layer, type Network } from './network.js';

/** Channels of the squeeze layer and of each expand branch in the fire modules 2 to 9. */
const fires: [squeeze: number, expand: number][] = [
  [16, 64],
  [16, 64],
  [32, 128],
  [32, 128],
  [48, 192],
  [48, 192],
  [64, 256],
  [64, 256],
];

/** Fire modules that a max pool comes before. */
const pooledBefore = new Set([2, 4, 6]);
const firstFire = 2;
const stemChannels = 64;

/** SqueezeNet 1.1 up to its last fire module (Iandola et al. 2016). */
export function squeezeNet(): Network {
  const layers: Layer[] = [{ ...convolution('conv1', 3, 3, stemChannels), stride: 2, padding: 'none' }];
  let inputs = stemChannels;
  fires.forEach(([squeeze, expand], i) => {
    const number = firstFire + i;
    if (pooledBefore.has(number)) layers.push({ kind: 'maxPool', window: 3, stride: 2 });
    const name = `fire${number}`;
    layers.push(convolution(`${name}/squeeze1x1`, 1, inputs, squeeze), {
      kind: 'branches',
      branches: [
        [convolution(`${name}/expand1x1`, 1, squeeze, expand)],
        [convolution(`${name}/expand3x3`, 3, squeeze, expand)],
      ],
    });
    inputs = 2 * expand;
  });
  return {
    name: 'squeezeNet',
    // The weights were trained with the channels in this order and without scaling.
    preprocessing: { order: 'bgr', mean: [104, 117, 123], deviation: [1, 1, 1] },
    layers,
    channels: inputs,
  };
}

function convolution(name: string, kernel: number, inputs: number, outputs: number): Convolution {
  return fullConvolution({ name, kernel, stride: 1, inputs, outputs, padding: 'same', activation: 'relu' });
}

import { edgeConvolution } from './edgeConvolution.js';
import { invertedResidual } from './invertedResidual.js';
import { imageNetPreprocessing, type Layer, type Network } from './network.js';
import { scaleChannels } from './scaleChannels.js';

/** Stages of MobileNetV2: expansion, channels, repeats, stride of the first block. */
const stages: { expansion: number; channels: number; repeats: number; stride: 1 | 2 }[] = [
  { expansion: 1, channels: 16, repeats: 1, stride: 1 },
  { expansion: 6, channels: 24, repeats: 2, stride: 2 },
  { expansion: 6, channels: 32, repeats: 3, stride: 2 },
  { expansion: 6, channels: 64, repeats: 4, stride: 2 },
  { expansion: 6, channels: 96, repeats: 3, stride: 1 },
  { expansion: 6, channels: 160, repeats: 3, stride: 2 },
  { expansion: 6, channels: 320, repeats: 1, stride: 1 },
];

const epsilon = 1e-5;
const stemChannels = 32;
const headChannels = 1280;

/**
 * MobileNetV2 up to its last feature map (Sandler et al. 2018).
 * @param width multiplies the channel numbers; the head is only widened, never narrowed.
 */
export function mobileNetV2(width = 1): Network {
  let inputs = scaleChannels(stemChannels, width);
  let feature = 0;
  const layers: Layer[] = [
    edgeConvolution(
      `features.${feature++}`,
      { kernel: 3, stride: 2, inputs: 3, outputs: inputs },
      'relu6',
      epsilon,
    ),
  ];
  for (const { expansion, channels, repeats, stride: firstStride } of stages) {
    const outputs = scaleChannels(channels, width);
    for (let i = 0; i < repeats; i++) {
      const names = blockNames(`features.${feature++}.conv.`, expansion !== 1);
      const stride = i === 0 ? firstStride : 1;
      layers.push(
        ...invertedResidual({
          inputs,
          outputs,
          hidden: inputs * expansion,
          kernel: 3,
          stride,
          padding: 'symmetric',
          epsilon,
          names,
        }),
      );
      inputs = outputs;
    }
  }
  const head = scaleChannels(headChannels, Math.max(1, width));
  layers.push(
    edgeConvolution(`features.${feature}`, { kernel: 1, stride: 1, inputs, outputs: head }, 'relu6', epsilon),
  );
  return { name: 'mobileNetV2', preprocessing: imageNetPreprocessing, layers, channels: head };
}

/** In each block the convolutions, batch norms and activations are numbered through; activations have no weights. */
function blockNames(prefix: string, expands: boolean) {
  const first = expands ? 3 : 0;
  const pair = (number: number): [string, string] => [`${prefix}${number}`, `${prefix}${number + 1}`];
  return { expand: pair(0), depthwise: pair(first), project: pair(first + 3) };
}

import { fullConvolution, imageNetPreprocessing, type Layer, type Network } from './network.js';

/** Channels and stride of the six convolutions at width 1. */
const blocks: { channels: number; stride: 1 | 2 }[] = [
  { channels: 12, stride: 1 },
  { channels: 24, stride: 2 },
  { channels: 24, stride: 1 },
  { channels: 48, stride: 2 },
  { channels: 48, stride: 1 },
  { channels: 72, stride: 2 },
];

const epsilon = 1e-5;

/**
 * Six 3x3 convolutions with batch norm and ReLU, for pictures of 32 to 96 pixels.
 * @param width multiplies the channel numbers, rounded to whole channels.
 */
export function smallCnn(width = 1): Network {
  let inputs = 3;
  const layers = blocks.map(({ channels, stride }, i): Layer => {
    const outputs = Math.max(1, Math.round(channels * width));
    const layer = fullConvolution({
      name: `block${i + 1}.convolution`,
      kernel: 3,
      stride,
      inputs,
      outputs,
      padding: 'same',
      batchNorm: { name: `block${i + 1}.batchNorm`, epsilon },
      activation: 'relu',
    });
    inputs = outputs;
    return layer;
  });
  return { name: 'smallCnn', preprocessing: imageNetPreprocessing, layers, channels: inputs };
}

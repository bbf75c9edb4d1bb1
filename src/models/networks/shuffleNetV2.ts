import {
  fullConvolution,
  imageNetPreprocessing,
  type Activation,
  type Layer,
  type Network,
} from './network.js';

/** Channels of the three stages and the head by width. */
const widths = {
  0.5: [48, 96, 192, 1024],
  1: [116, 232, 464, 1024],
};

export type ShuffleNetV2Width = keyof typeof widths;

const epsilon = 1e-5;
const stemChannels = 24;
const repeats = [4, 8, 4];

/** ShuffleNetV2 up to its last feature map (Ma et al. 2018), as torchvision has it. */
export function shuffleNetV2(width: ShuffleNetV2Width = 1): Network {
  const channels = widths[width];
  const head = channels.at(-1)!;
  const layers: Layer[] = [
    convolution('conv1', 0, { kernel: 3, stride: 2, inputs: 3, outputs: stemChannels, activation: 'relu' }),
    { kind: 'maxPool', window: 3, stride: 2, padding: 'symmetric' },
  ];
  let inputs = stemChannels;
  repeats.forEach((count, stage) => {
    const outputs = channels[stage]!;
    for (let i = 0; i < count; i++) {
      layers.push(...unit(`stage${stage + 2}.${i}`, i === 0 ? inputs : outputs, outputs, i === 0));
    }
    inputs = outputs;
  });
  layers.push(convolution('conv5', 0, { kernel: 1, stride: 1, inputs, outputs: head, activation: 'relu' }));
  return { name: 'shuffleNetV2', preprocessing: imageNetPreprocessing, layers, channels: head };
}

/** Two branches, of which the first hands on its half of the channels, or halves the picture as the second does. */
function unit(prefix: string, inputs: number, outputs: number, halves: boolean): Layer[] {
  const half = outputs / 2;
  const stride = halves ? 2 : 1;
  const pointwise = (branch: number, at: number, from: number): Layer =>
    convolution(`${prefix}.branch${branch}`, at, {
      kernel: 1,
      stride: 1,
      inputs: from,
      outputs: half,
      activation: 'relu',
    });
  const depthwise = (branch: number, at: number, channels: number): Layer => ({
    ...convolution(`${prefix}.branch${branch}`, at, {
      kernel: 3,
      stride,
      inputs: channels,
      outputs: channels,
      activation: 'none',
    }),
    depthwise: true,
  });
  const first = halves ? [depthwise(1, 0, inputs), pointwise(1, 2, inputs)] : [];
  const second = [pointwise(2, 0, halves ? inputs : half), depthwise(2, 3, half), pointwise(2, 5, half)];
  return [
    { kind: 'branches', branches: [first, second], ...(!halves && { split: [half, half] }) },
    { kind: 'channelShuffle', groups: 2, channels: outputs },
  ];
}

interface Shape {
  kernel: number;
  stride: 1 | 2;
  inputs: number;
  outputs: number;
  activation: Activation;
}

/** In each module the convolutions, batch norms and activations are numbered through. */
function convolution(module: string, at: number, shape: Shape) {
  return fullConvolution({
    name: `${module}.${at}`,
    padding: 'symmetric',
    batchNorm: { name: `${module}.${at + 1}`, epsilon },
    ...shape,
  });
}

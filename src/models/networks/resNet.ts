import {
  fullConvolution,
  imageNetPreprocessing,
  type Convolution,
  type Layer,
  type Network,
} from './network.js';

/** Blocks of each stage, and whether they have a bottleneck. */
const variants = {
  resNet18: { blocks: [2, 2, 2, 2], bottleneck: false },
  resNet50: { blocks: [3, 4, 6, 3], bottleneck: true },
  resNet101: { blocks: [3, 4, 23, 3], bottleneck: true },
};

export type ResNetName = keyof typeof variants;

const epsilon = 1e-5;
const stemChannels = 64;
/** Channels of a bottleneck block's output as a multiple of those inside. */
const expansion = 4;

/** Names of the stem's convolution and batch norm and of the four stages in weight files. */
export interface ResNetNames {
  stem: [convolution: string, batchNorm: string];
  stages: [string, string, string, string];
}

const torchvisionNames: ResNetNames = {
  stem: ['conv1', 'bn1'],
  stages: ['layer1', 'layer2', 'layer3', 'layer4'],
};

/**
 * ResNet up to its last feature map (He et al. 2016), as torchvision has it: in a bottleneck the 3x3 convolution has the
 * stride, not the first.
 *
 * @param names default torchvision's
 * @param stem channels of the first convolution, which all others are multiples of
 */
export function resNet(name: ResNetName, names = torchvisionNames, stem = stemChannels): Network {
  const { blocks, bottleneck } = variants[name];
  const layers: Layer[] = [
    convolution(...names.stem, { kernel: 7, stride: 2, inputs: 3, outputs: stem, activation: 'relu' }),
    { kind: 'maxPool', window: 3, stride: 2, padding: 'symmetric' },
  ];
  let inputs = stem;
  blocks.forEach((count, stage) => {
    const inner = stem * 2 ** stage;
    const outputs = bottleneck ? inner * expansion : inner;
    for (let i = 0; i < count; i++) {
      const stride = i === 0 && stage > 0 ? 2 : 1;
      const prefix = `${names.stages[stage]!}.${i}`;
      layers.push(block(prefix, { inputs, inner, outputs, stride, bottleneck }));
      inputs = outputs;
    }
  });
  return { name, preprocessing: imageNetPreprocessing, layers, channels: inputs };
}

interface BlockShape {
  inputs: number;
  inner: number;
  outputs: number;
  stride: 1 | 2;
  bottleneck: boolean;
}

function block(prefix: string, { inputs, inner, outputs, stride, bottleneck }: BlockShape): Layer {
  const part = (n: number, shape: ConvolutionShape): Convolution =>
    convolution(`${prefix}.conv${n}`, `${prefix}.bn${n}`, shape);
  const pointwise = { kernel: 1, stride: 1 } as const;
  const layers: Layer[] = bottleneck
    ? [
        part(1, { ...pointwise, inputs, outputs: inner, activation: 'relu' }),
        part(2, { kernel: 3, stride, inputs: inner, outputs: inner, activation: 'relu' }),
        part(3, { ...pointwise, inputs: inner, outputs, activation: 'none' }),
      ]
    : [
        part(1, { kernel: 3, stride, inputs, outputs, activation: 'relu' }),
        part(2, { kernel: 3, stride: 1, inputs: outputs, outputs, activation: 'none' }),
      ];
  const [name, batchNorm] = [`${prefix}.downsample.0`, `${prefix}.downsample.1`];
  const projection = convolution(name, batchNorm, { kernel: 1, stride, inputs, outputs, activation: 'none' });
  return {
    kind: 'residual',
    layers,
    ...((stride === 2 || inputs !== outputs) && { shortcut: [projection] }),
    activation: 'relu',
  };
}

type ConvolutionShape = Pick<Convolution, 'kernel' | 'stride' | 'inputs' | 'outputs' | 'activation'>;

function convolution(name: string, batchNorm: string, shape: ConvolutionShape): Convolution {
  return fullConvolution({ name, padding: 'symmetric', batchNorm: { name: batchNorm, epsilon }, ...shape });
}

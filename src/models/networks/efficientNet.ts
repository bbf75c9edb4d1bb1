import { edgeConvolution } from './edgeConvolution.js';
import { invertedResidual } from './invertedResidual.js';
import { imageNetPreprocessing, type Layer, type Network } from './network.js';
import { scaleChannels } from './scaleChannels.js';
import { squeezeExcite } from './squeezeExcite.js';

/** Width and depth of each variant (Tan and Le 2019). */
const variants = {
  efficientNetB0: { width: 1, depth: 1 },
  efficientNetB1: { width: 1, depth: 1.1 },
  efficientNetB3: { width: 1.2, depth: 1.4 },
};

export type EfficientNetName = keyof typeof variants;

/** Stages of EfficientNet-B0: repeats, kernel, stride of the first block, expansion, channels. */
export const efficientNetStages: {
  repeats: number;
  kernel: number;
  stride: 1 | 2;
  expansion: number;
  channels: number;
}[] = [
  { repeats: 1, kernel: 3, stride: 1, expansion: 1, channels: 16 },
  { repeats: 2, kernel: 3, stride: 2, expansion: 6, channels: 24 },
  { repeats: 2, kernel: 5, stride: 2, expansion: 6, channels: 40 },
  { repeats: 3, kernel: 3, stride: 2, expansion: 6, channels: 80 },
  { repeats: 3, kernel: 5, stride: 1, expansion: 6, channels: 112 },
  { repeats: 4, kernel: 5, stride: 2, expansion: 6, channels: 192 },
  { repeats: 1, kernel: 3, stride: 1, expansion: 6, channels: 320 },
];

const epsilon = 1e-5;
const stemChannels = 32;
/** Channels of the head as a multiple of those of the last stage. */
const headExpansion = 4;
/** Share of a block's input channels that squeeze-and-excitation goes through. */
const squeezeShare = 1 / 4;

/**
 * EfficientNet up to its last feature map (Tan and Le 2019), as torchvision has it: padding as PyTorch's, batch norms
 * with epsilon 1e-5. Its blocks are not dropped at random in training, as the paper does.
 *
 * @param narrowing multiplies the variant's width, for tests
 */
export function efficientNet(name: EfficientNetName, narrowing = 1): Network {
  const { width, depth } = variants[name];
  const scaled = (channels: number): number => scaleChannels(channels, width * narrowing);
  const stem = scaled(stemChannels);
  const layers: Layer[] = [
    edgeConvolution('features.0', { kernel: 3, stride: 2, inputs: 3, outputs: stem }, 'swish', epsilon),
  ];
  let inputs = stem;
  efficientNetStages.forEach((stage, number) => {
    const outputs = scaled(stage.channels);
    for (let i = 0; i < Math.ceil(stage.repeats * depth); i++) {
      const prefix = `features.${number + 1}.${i}.block`;
      const hidden = inputs * stage.expansion;
      // Parts without weights have no number, so that all after a missing expansion move up.
      const first = hidden === inputs ? 0 : 1;
      const names = (part: number): [string, string] => [`${prefix}.${part}.0`, `${prefix}.${part}.1`];
      layers.push(
        ...invertedResidual({
          inputs,
          outputs,
          hidden,
          kernel: stage.kernel,
          stride: i === 0 ? stage.stride : 1,
          padding: 'symmetric',
          epsilon,
          activation: 'swish',
          squeeze: squeezeExcite({
            channels: hidden,
            squeezed: Math.max(1, Math.floor(inputs * squeezeShare)),
            names: [`${prefix}.${first + 1}.fc1`, `${prefix}.${first + 1}.fc2`],
            activation: 'swish',
            gate: 'sigmoid',
          }),
          names: { expand: names(0), depthwise: names(first), project: names(first + 2) },
        }),
      );
      inputs = outputs;
    }
  });
  const head = headExpansion * inputs;
  layers.push(
    edgeConvolution(
      `features.${efficientNetStages.length + 1}`,
      { kernel: 1, stride: 1, inputs, outputs: head },
      'swish',
      epsilon,
    ),
  );
  return { name, preprocessing: imageNetPreprocessing, layers, channels: head };
}

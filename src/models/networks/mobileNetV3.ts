import { edgeConvolution } from './edgeConvolution.js';
import { invertedResidual } from './invertedResidual.js';
import { imageNetPreprocessing, type Layer, type Network } from './network.js';
import { scaleChannels } from './scaleChannels.js';
import { squeezeExcite } from './squeezeExcite.js';

/** Kernel, channels inside, channels, squeeze-and-excitation, hard swish instead of ReLU, stride. */
type Row = [kernel: 3 | 5, hidden: number, channels: number, squeezes: boolean, hard: boolean, stride: 1 | 2];

const variants = {
  mobileNetV3Small: [
    [3, 16, 16, true, false, 2],
    [3, 72, 24, false, false, 2],
    [3, 88, 24, false, false, 1],
    [5, 96, 40, true, true, 2],
    [5, 240, 40, true, true, 1],
    [5, 240, 40, true, true, 1],
    [5, 120, 48, true, true, 1],
    [5, 144, 48, true, true, 1],
    [5, 288, 96, true, true, 2],
    [5, 576, 96, true, true, 1],
    [5, 576, 96, true, true, 1],
  ],
  mobileNetV3Large: [
    [3, 16, 16, false, false, 1],
    [3, 64, 24, false, false, 2],
    [3, 72, 24, false, false, 1],
    [5, 72, 40, true, false, 2],
    [5, 120, 40, true, false, 1],
    [5, 120, 40, true, false, 1],
    [3, 240, 80, false, true, 2],
    [3, 200, 80, false, true, 1],
    [3, 184, 80, false, true, 1],
    [3, 184, 80, false, true, 1],
    [3, 480, 112, true, true, 1],
    [3, 672, 112, true, true, 1],
    [5, 672, 160, true, true, 2],
    [5, 960, 160, true, true, 1],
    [5, 960, 160, true, true, 1],
  ],
} satisfies Record<string, Row[]>;

export type MobileNetV3Name = keyof typeof variants;

const epsilon = 1e-3;
const stemChannels = 16;
/** Channels of the head as a multiple of those of the last block. */
const headExpansion = 6;
/** Share of the channels inside a block that squeeze-and-excitation goes through. */
const squeezeShare = 1 / 4;

/**
 * MobileNetV3 up to its last feature map (Howard et al. 2019), as torchvision has it. The layer that the paper puts
 * between pooling and classifier is left out.
 */
export function mobileNetV3(name: MobileNetV3Name): Network {
  const layers: Layer[] = [
    edgeConvolution(
      'features.0',
      { kernel: 3, stride: 2, inputs: 3, outputs: stemChannels },
      'hardSwish',
      epsilon,
    ),
  ];
  let inputs = stemChannels;
  const rows: Row[] = variants[name];
  rows.forEach(([kernel, hidden, outputs, squeezes, hard, stride], n) => {
    const prefix = `features.${n + 1}.block`;
    // Parts that a block leaves out have no number.
    const depthwise = hidden === inputs ? 0 : 1;
    const project = depthwise + (squeezes ? 2 : 1);
    const names = (part: number): [string, string] => [`${prefix}.${part}.0`, `${prefix}.${part}.1`];
    layers.push(
      ...invertedResidual({
        inputs,
        outputs,
        hidden,
        kernel,
        stride,
        padding: 'symmetric',
        epsilon,
        activation: hard ? 'hardSwish' : 'relu',
        ...(squeezes && {
          squeeze: squeezeExcite({
            channels: hidden,
            squeezed: scaleChannels(hidden, squeezeShare),
            names: [`${prefix}.${depthwise + 1}.fc1`, `${prefix}.${depthwise + 1}.fc2`],
            activation: 'relu',
            gate: 'hardSigmoid',
          }),
        }),
        names: { expand: names(0), depthwise: names(depthwise), project: names(project) },
      }),
    );
    inputs = outputs;
  });
  const head = headExpansion * inputs;
  layers.push(
    edgeConvolution(
      `features.${rows.length + 1}`,
      { kernel: 1, stride: 1, inputs, outputs: head },
      'hardSwish',
      epsilon,
    ),
  );
  return { name, preprocessing: imageNetPreprocessing, layers, channels: head };
}

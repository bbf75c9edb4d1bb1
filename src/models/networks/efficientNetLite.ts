import { efficientNetStages as stages } from './efficientNet.js';
import { invertedResidual } from './invertedResidual.js';
import { fullConvolution, type Convolution, type Layer, type Network } from './network.js';
import { scaleChannels } from './scaleChannels.js';

/** Width and depth of each variant. */
const variants = {
  efficientNetLite0: { width: 1, depth: 1 },
  efficientNetLite1: { width: 1, depth: 1.1 },
  efficientNetLite2: { width: 1.1, depth: 1.2 },
};

export type EfficientNetLiteName = keyof typeof variants;

const epsilon = 1e-3;
const stemChannels = 32;
const headChannels = 1280;

/**
 * EfficientNet-Lite up to its last feature map: EfficientNet (Tan and Le 2019) without squeeze-and-excitation, with
 * ReLU6. The stem, the head and the repeats of the first and last stage are not scaled.
 */
export function efficientNetLite(name: EfficientNetLiteName): Network {
  const { width, depth } = variants[name];
  const layers: Layer[] = [
    edge('_conv_stem', '_bn0', { kernel: 3, stride: 2, inputs: 3, outputs: stemChannels }),
  ];
  let inputs = stemChannels;
  let block = 0;
  stages.forEach((stage, number) => {
    const isEdge = number === 0 || number === stages.length - 1;
    const repeats = isEdge ? stage.repeats : Math.ceil(stage.repeats * depth);
    const outputs = scaleChannels(stage.channels, width);
    for (let i = 0; i < repeats; i++) {
      const prefix = `_blocks.${block++}.`;
      const stride = i === 0 ? stage.stride : 1;
      const { kernel, expansion } = stage;
      const names = blockNames(prefix);
      layers.push(
        ...invertedResidual({
          inputs,
          outputs,
          hidden: inputs * expansion,
          kernel,
          stride,
          padding: 'same',
          epsilon,
          names,
        }),
      );
      inputs = outputs;
    }
  });
  layers.push(edge('_conv_head', '_bn1', { kernel: 1, stride: 1, inputs, outputs: headChannels }));
  return {
    name,
    preprocessing: { order: 'rgb', mean: [127, 127, 127], deviation: [128, 128, 128] },
    layers,
    channels: headChannels,
  };
}

function blockNames(prefix: string) {
  return {
    expand: [`${prefix}_expand_conv`, `${prefix}_bn0`] as [string, string],
    depthwise: [`${prefix}_depthwise_conv`, `${prefix}_bn1`] as [string, string],
    project: [`${prefix}_project_conv`, `${prefix}_bn2`] as [string, string],
  };
}

/** The stem or the head. */
function edge(
  name: string,
  batchNorm: string,
  shape: Pick<Convolution, 'kernel' | 'stride' | 'inputs' | 'outputs'>,
): Convolution {
  return fullConvolution({
    name,
    ...shape,
    padding: 'same',
    batchNorm: { name: batchNorm, epsilon },
    activation: 'relu6',
  });
}

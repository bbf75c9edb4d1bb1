import {
  fullConvolution,
  imageNetPreprocessing,
  type Activation,
  type Convolution,
  type Network,
} from '../../../src/models/networks/network.js';

const convolution = (
  name: string,
  inputs: number,
  outputs: number,
  activation: Activation,
  changes: Partial<Convolution> = {},
): Convolution => ({
  ...fullConvolution({
    name,
    kernel: 1,
    stride: 1,
    inputs,
    outputs,
    padding: 'symmetric',
    batchNorm: { name: `${name}.n`, epsilon: 1e-3 },
    activation,
  }),
  ...changes,
});

/** Every kind of layer and activation that the field's larger networks add, in one small network. */
export const largeNetworkLayers: Network = {
  name: 'largeNetworkLayers',
  preprocessing: imageNetPreprocessing,
  layers: [
    convolution('stem', 3, 6, 'relu', { kernel: 3, stride: 2 }),
    { kind: 'maxPool', window: 3, stride: 2, padding: 'symmetric' },
    {
      kind: 'residual',
      layers: [convolution('a', 6, 8, 'hardSwish', { kernel: 3, stride: 2 }), convolution('b', 8, 8, 'none')],
      shortcut: [convolution('c', 6, 8, 'none', { stride: 2 })],
      activation: 'swish',
    },
    {
      kind: 'residual',
      layers: [
        convolution('d', 8, 8, 'swish', { kernel: 5, depthwise: true }),
        {
          kind: 'squeezeExcite',
          layers: [
            convolution('e', 8, 3, 'swish', { batchNorm: undefined }),
            convolution('f', 3, 8, 'sigmoid', { batchNorm: undefined }),
          ],
        },
        convolution('g', 8, 8, 'none'),
      ],
      activation: 'relu',
    },
    { kind: 'branches', branches: [[], [convolution('h', 4, 6, 'hardSigmoid')]], split: [4, 4] },
    { kind: 'channelShuffle', groups: 2, channels: 10 },
    {
      kind: 'squeezeExcite',
      layers: [
        convolution('i', 10, 5, 'relu', { batchNorm: undefined }),
        convolution('j', 5, 10, 'hardSigmoid', { batchNorm: undefined }),
      ],
    },
    {
      kind: 'branches',
      branches: [[convolution('k', 10, 2, 'relu6')], [convolution('l', 10, 4, 'sigmoid', { kernel: 3 })]],
    },
    { kind: 'channelShuffle', groups: 3, channels: 6 },
  ],
  channels: 6,
};

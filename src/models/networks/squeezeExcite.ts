import { fullConvolution, type Activation, type Convolution, type SqueezeExcite } from './network.js';

export interface SqueezeExciteOptions {
  /** Channels of the feature map. */
  channels: number;
  /** Channels between the two convolutions. */
  squeezed: number;
  /** Names of the two convolutions in weight files. */
  names: [squeeze: string, excite: string];
  /** Follows the first convolution. */
  activation: Activation;
  /** Follows the second. */
  gate: 'sigmoid' | 'hardSigmoid';
}

/** Two 1x1 convolutions with biases from the channels' means to a factor for each channel (Hu et al. 2018). */
export function squeezeExcite(options: SqueezeExciteOptions): SqueezeExcite {
  const { channels, squeezed, names, activation, gate } = options;
  const shape = { kernel: 1, stride: 1, padding: 'same' } as const;
  const layers: Convolution[] = [
    fullConvolution({ ...shape, name: names[0], inputs: channels, outputs: squeezed, activation }),
    fullConvolution({ ...shape, name: names[1], inputs: squeezed, outputs: channels, activation: gate }),
  ];
  return { kind: 'squeezeExcite', layers };
}

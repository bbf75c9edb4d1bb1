/**
 * What follows a convolution or a sum: `swish`: `x sigmoid(x)`; `hardSigmoid`: `relu6(x + 3) / 6`; `hardSwish`: x times
 * that (Howard et al. 2019).
 */
export type Activation = 'relu6' | 'relu' | 'swish' | 'hardSwish' | 'sigmoid' | 'hardSigmoid' | 'none';

/** A convolution with its batch norm (or bias) and its activation. */
export interface Convolution {
  kind: 'convolution';
  /** Unique in the network; also the name of its kernel in weight files. */
  name: string;
  /** Side of the square kernel. */
  kernel: number;
  stride: 1 | 2;
  inputs: number;
  outputs: number;
  /** One kernel per channel instead of one over all channels. */
  depthwise: boolean;
  /**
   * `same`: as TensorFlow, an odd remainder goes to the end; `symmetric`: half a kernel on each side, as PyTorch;
   * `none`: no padding.
   */
  padding: 'same' | 'symmetric' | 'none';
  /** Follows the kernel instead of a bias. */
  batchNorm?: { name: string; epsilon: number };
  activation: Activation;
}

/** Maximum over windows of values that are not negative, as those of a ReLU. */
export interface MaxPool {
  kind: 'maxPool';
  window: number;
  stride: number;
  /**
   * `end`, the default: a window may reach over the end of the picture (PyTorch's `ceil_mode`); `symmetric`: half a
   * window on each side (PyTorch's `padding`).
   */
  padding?: 'end' | 'symmetric';
}

/** Adds its input to the output of `layers`. */
export interface Residual {
  kind: 'residual';
  layers: Layer[];
  /** What is done to the input before it is added; default nothing. */
  shortcut?: Layer[];
  /** Follows the sum; default none. */
  activation?: Activation;
}

/** Runs each branch on the same input and joins the channels. */
export interface Branches {
  kind: 'branches';
  /** A branch without layers hands on its input. */
  branches: Layer[][];
  /** Channels that each branch takes of the input, in order; by default each takes all. */
  split?: number[];
}

/** Multiplies each channel by what `layers` make of the channels' means `[B, 1, 1, C]` (Hu et al. 2018). */
export interface SqueezeExcite {
  kind: 'squeezeExcite';
  /** From C channels back to C. */
  layers: Layer[];
}

/** Deals the channels out to `groups` in turn: channel `g C / groups + i` goes to `i groups + g` (Zhang et al. 2018). */
export interface ChannelShuffle {
  kind: 'channelShuffle';
  groups: number;
  /** C */
  channels: number;
}

export type Layer = Convolution | MaxPool | Residual | Branches | SqueezeExcite | ChannelShuffle;

/** What is done to pixel values 0..255 before the first layer: `(x - mean) / deviation` per channel. */
export interface Preprocessing {
  order: 'rgb' | 'bgr';
  /** In the channel order of `order`. */
  mean: [number, number, number];
  deviation: [number, number, number];
}

/** A convolutional network from pixels to a feature map: the one description that inference, training and counting share. */
export interface Network {
  name: string;
  preprocessing: Preprocessing;
  layers: Layer[];
  /** Channels of the last feature map. */
  channels: number;
}

/** Mean and deviation of the ImageNet training pictures, RGB, in pixel values. */
export const imageNetPreprocessing: Preprocessing = {
  order: 'rgb',
  mean: [0.485 * 255, 0.456 * 255, 0.406 * 255],
  deviation: [0.229 * 255, 0.224 * 255, 0.225 * 255],
};

/** A convolution over all channels; see `Convolution` for the fields. */
export function fullConvolution(fields: Omit<Convolution, 'kind' | 'depthwise'>): Convolution {
  return { kind: 'convolution', depthwise: false, ...fields };
}

/** All convolutions of a list of layers, in the order in which they run. */
export function convolutions(layers: Layer[]): Convolution[] {
  return layers.flatMap((layer) => {
    switch (layer.kind) {
      case 'convolution':
        return [layer];
      case 'residual':
        return [...convolutions(layer.layers), ...convolutions(layer.shortcut ?? [])];
      case 'squeezeExcite':
        return convolutions(layer.layers);
      case 'branches':
        return layer.branches.flatMap(convolutions);
      case 'maxPool':
      case 'channelShuffle':
        return [];
    }
  });
}

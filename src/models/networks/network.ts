/** What follows a convolution. */
export type Activation = 'relu6' | 'relu' | 'none';

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

/** Maximum over windows; a window may reach over the end of the picture (PyTorch's `ceil_mode`). */
export interface MaxPool {
  kind: 'maxPool';
  window: number;
  stride: number;
}

/** Adds its input to the output of `layers`. */
export interface Residual {
  kind: 'residual';
  layers: Layer[];
}

/** Runs each branch on the same input and joins the channels. */
export interface Branches {
  kind: 'branches';
  branches: Layer[][];
}

export type Layer = Convolution | MaxPool | Residual | Branches;

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
        return convolutions(layer.layers);
      case 'branches':
        return layer.branches.flatMap(convolutions);
      case 'maxPool':
        return [];
    }
  });
}

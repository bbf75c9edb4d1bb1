import { fullConvolution, type Activation, type Convolution } from './network.js';

/** The stem or the head of a network in torchvision's layout: convolution `prefix.0` and its batch norm `prefix.1`. */
export function edgeConvolution(
  prefix: string,
  shape: Pick<Convolution, 'kernel' | 'stride' | 'inputs' | 'outputs'>,
  activation: Activation,
  epsilon: number,
): Convolution {
  return fullConvolution({
    name: `${prefix}.0`,
    ...shape,
    padding: 'symmetric',
    batchNorm: { name: `${prefix}.1`, epsilon },
    activation,
  });
}

import { fullConvolution, type Convolution, type Layer } from './network.js';

export interface InvertedResidualOptions {
  inputs: number;
  outputs: number;
  /** Channels of the depthwise convolution, as a multiple of `inputs`; 1 leaves the expansion out. */
  expansion: number;
  kernel: number;
  stride: 1 | 2;
  padding: Convolution['padding'];
  epsilon: number;
  /** Names of each convolution and its batch norm in weight files. */
  names: Record<'expand' | 'depthwise' | 'project', [convolution: string, batchNorm: string]>;
}

/** Expansion, depthwise convolution and linear projection, with a shortcut where shapes allow (Sandler et al. 2018). */
export function invertedResidual(options: InvertedResidualOptions): Layer[] {
  const { inputs, outputs, expansion, kernel, stride, padding, epsilon, names } = options;
  const hidden = inputs * expansion;
  const block = (
    [name, batchNorm]: [string, string],
    shape: Pick<Convolution, 'kernel' | 'stride' | 'inputs' | 'outputs' | 'activation'>,
  ): Convolution => fullConvolution({ name, padding, batchNorm: { name: batchNorm, epsilon }, ...shape });
  const depthwise = { kernel, stride, inputs: hidden, outputs: hidden, activation: 'relu6' } as const;
  const layers: Layer[] = [
    { ...block(names.depthwise, depthwise), depthwise: true },
    block(names.project, { kernel: 1, stride: 1, inputs: hidden, outputs, activation: 'none' }),
  ];
  if (expansion !== 1) {
    layers.unshift(
      block(names.expand, { kernel: 1, stride: 1, inputs, outputs: hidden, activation: 'relu6' }),
    );
  }
  return stride === 1 && inputs === outputs ? [{ kind: 'residual', layers }] : layers;
}

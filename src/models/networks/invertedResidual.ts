import {
  fullConvolution,
  type Activation,
  type Convolution,
  type Layer,
  type SqueezeExcite,
} from './network.js';

export interface InvertedResidualOptions {
  inputs: number;
  outputs: number;
  /** Channels of the depthwise convolution; as many as `inputs` leave the expansion out. */
  hidden: number;
  kernel: number;
  stride: 1 | 2;
  padding: Convolution['padding'];
  epsilon: number;
  /** Of the expansion and the depthwise convolution; default ReLU6. */
  activation?: Activation;
  /** Stands before the projection; default none. */
  squeeze?: SqueezeExcite;
  /** Names of each convolution and its batch norm in weight files. */
  names: Record<'expand' | 'depthwise' | 'project', [convolution: string, batchNorm: string]>;
}

/** Expansion, depthwise convolution and linear projection, with a shortcut where shapes allow (Sandler et al. 2018). */
export function invertedResidual(options: InvertedResidualOptions): Layer[] {
  const { inputs, outputs, hidden, kernel, stride, padding, epsilon, names } = options;
  const { activation = 'relu6', squeeze } = options;
  const block = (
    [name, batchNorm]: [string, string],
    shape: Pick<Convolution, 'kernel' | 'stride' | 'inputs' | 'outputs' | 'activation'>,
  ): Convolution => fullConvolution({ name, padding, batchNorm: { name: batchNorm, epsilon }, ...shape });
  const pointwise = { kernel: 1, stride: 1 } as const;
  const depthwise = { kernel, stride, inputs: hidden, outputs: hidden, activation };
  const layers: Layer[] = [
    ...(hidden === inputs
      ? []
      : [block(names.expand, { ...pointwise, inputs, outputs: hidden, activation })]),
    { ...block(names.depthwise, depthwise), depthwise: true },
    ...(squeeze ? [squeeze] : []),
    block(names.project, { ...pointwise, inputs: hidden, outputs, activation: 'none' }),
  ];
  return stride === 1 && inputs === outputs ? [{ kind: 'residual', layers }] : layers;
}

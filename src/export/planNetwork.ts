import { RetrievalError } from '../errors.js';
import { foldBatchNorm } from '../models/networks/frozenNetwork.js';
import type { Activation, Convolution, Layer, MaxPool, Network } from '../models/networks/network.js';
import { kernelShape, type NetworkWeights } from '../models/networks/networkWeights.js';
import { convolutionPadding } from '../models/networks/runLayers.js';
import type { Sides } from './plan.js';
import type { PlanBuilder, Value } from './planBuilder.js';

/** Adds a network with its pre-processing: pixels 0..255 `[S, S, 3]` in RGB order -> feature map `[H, W, C]`. */
export function planNetwork(
  plan: PlanBuilder,
  network: Network,
  weights: NetworkWeights,
  pixels: Value,
): Value {
  const { order, mean, deviation } = network.preprocessing;
  const inRgb = (values: readonly number[]) =>
    Float32Array.from(order === 'bgr' ? [...values].reverse() : values);
  const normalised = plan.add(
    { kind: 'normalise', mean: inRgb(mean), deviation: inRgb(deviation) },
    [pixels],
    { name: 'preprocessing' },
  );
  const [first, ...others] = network.layers;
  if (order === 'rgb') return planLayers(plan, network.layers, weights, normalised);
  return planLayers(plan, others, weights, planBgrConvolution(plan, first, weights, normalised));
}

/** The first convolution of a network for BGR takes its input channels in the other order instead of the pixels. */
function planBgrConvolution(
  plan: PlanBuilder,
  layer: Layer | undefined,
  weights: NetworkWeights,
  x: Value,
): Value {
  if (layer?.kind !== 'convolution' || layer.depthwise) {
    throw new RetrievalError({
      what: 'A network for BGR pictures can be exported only if it begins with a convolution over all channels',
      found: layer?.kind ?? 'no layers',
    });
  }
  const { kernel } = weights.get(layer.name)!;
  const { inputs, outputs } = layer;
  const data = kernel.data.map((_, at) => {
    const [o, i, position] = [
      at % outputs,
      Math.floor(at / outputs) % inputs,
      Math.floor(at / outputs / inputs),
    ];
    return kernel.data[(position * inputs + (inputs - 1 - i)) * outputs + o]!;
  });
  const reversed = new Map(weights).set(layer.name, {
    ...weights.get(layer.name)!,
    kernel: { ...kernel, data },
  });
  return planConvolution(plan, layer, reversed, x);
}

function planLayers(plan: PlanBuilder, layers: Layer[], weights: NetworkWeights, input: Value): Value {
  return layers.reduce((x, layer) => planLayer(plan, layer, weights, x), input);
}

function planLayer(plan: PlanBuilder, layer: Layer, weights: NetworkWeights, x: Value): Value {
  switch (layer.kind) {
    case 'convolution':
      return planConvolution(plan, layer, weights, x);
    case 'maxPool':
      return planMaxPool(plan, layer, x);
    case 'residual': {
      const shortcut = planLayers(plan, layer.shortcut ?? [], weights, x);
      const sum = plan.add({ kind: 'add' }, [shortcut, planLayers(plan, layer.layers, weights, x)]);
      return planActivation(plan, layer.activation ?? 'none', sum);
    }
    case 'squeezeExcite': {
      const means = plan.add({ kind: 'spatialMean' }, [x], { shape: [1, 1, x.shape[2]!] });
      return plan.add({ kind: 'multiply' }, [x, planLayers(plan, layer.layers, weights, means)]);
    }
    case 'branches': {
      const inputs = split(plan, x, layer.split);
      const joined = layer.branches.map((branch, n) => planLayers(plan, branch, weights, inputs?.[n] ?? x));
      const channels = joined.reduce((sum, { shape }) => sum + shape[2]!, 0);
      return plan.add({ kind: 'join' }, joined, { shape: [...joined[0]!.shape.slice(0, 2), channels] });
    }
    case 'channelShuffle':
      return plan.add({ kind: 'shuffle', groups: layer.groups }, [x]);
  }
}

function split(plan: PlanBuilder, x: Value, counts: number[] | undefined): Value[] | undefined {
  let from = 0;
  return counts?.map((count) => {
    const part = plan.add({ kind: 'channels', from }, [x], { shape: [...x.shape.slice(0, 2), count] });
    from += count;
    return part;
  });
}

function planConvolution(plan: PlanBuilder, layer: Convolution, weights: NetworkWeights, x: Value): Value {
  const named = convolutionPadding(layer);
  const padding = paddingOf(layer, x.shape[0]!);
  const size = convolvedSize(layer, padding, x.shape[0]!);
  const { depthwise, stride, outputs } = layer;
  const y = plan.add(
    {
      kind: 'convolution',
      ...foldBatchNorm(layer, weights.get(layer.name)!),
      kernelShape: kernelShape(layer),
      stride,
      depthwise,
      padding,
      paddedAs: typeof named === 'number' ? 'explicit' : named,
    },
    [x],
    { name: layer.name, shape: [size, size, outputs] },
  );
  return planActivation(plan, layer.activation, y);
}

function planMaxPool(plan: PlanBuilder, layer: MaxPool, x: Value): Value {
  const [size, , channels] = x.shape as [number, number, number];
  const { window, stride } = layer;
  const half = Math.floor(window / 2);
  const beyond = Math.max(0, Math.ceil((size - window) / stride) * stride + window - size);
  const padding: Sides = layer.padding === 'symmetric' ? [half, half] : [0, beyond];
  const output = convolvedSize({ kernel: window, stride }, padding, size);
  return plan.add({ kind: 'maxPool', window, stride, padding }, [x], { shape: [output, output, channels] });
}

function planActivation(plan: PlanBuilder, activation: Activation, x: Value): Value {
  switch (activation) {
    case 'none':
      return x;
    case 'relu':
    case 'relu6':
    case 'sigmoid':
      return plan.add({ kind: activation }, [x]);
    case 'swish':
      return plan.add({ kind: 'multiply' }, [x, plan.add({ kind: 'sigmoid' }, [x])]);
    case 'hardSigmoid':
      return planHardSigmoid(plan, x);
    case 'hardSwish':
      return plan.add({ kind: 'multiply' }, [x, planHardSigmoid(plan, x)]);
  }
}

/** `relu6(x + 3) / 6`, out of steps that every format has. */
function planHardSigmoid(plan: PlanBuilder, x: Value): Value {
  const filled = (value: number) => new Float32Array(x.shape.at(-1)!).fill(value);
  const shifted = plan.add({ kind: 'normalise', mean: filled(-3), deviation: filled(1) }, [x]);
  const clipped = plan.add({ kind: 'relu6' }, [shifted]);
  return plan.add({ kind: 'normalise', mean: filled(0), deviation: filled(6) }, [clipped]);
}

function paddingOf(layer: Convolution, size: number): Sides {
  const padding = convolutionPadding(layer);
  if (padding === 'valid') return [0, 0];
  return padding === 'same' ? samePadding(size, layer.kernel, layer.stride) : [padding, padding];
}

/** TensorFlow's padding `SAME`: the output is the input's size over the stride; an odd remainder goes to the end. */
function samePadding(size: number, kernel: number, stride: number): Sides {
  const total = Math.max(0, (Math.ceil(size / stride) - 1) * stride + kernel - size);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

function convolvedSize(
  { kernel, stride }: { kernel: number; stride: number },
  [before, after]: Sides,
  size: number,
): number {
  return Math.floor((size + before + after - kernel) / stride) + 1;
}

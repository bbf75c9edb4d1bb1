import { addActivation, addActivationGradient } from './graphActivations.js';
import { addConvolution, addCrop } from './graphLayers.js';
import { chain, mapShape, type AddStep, type GraphMap, type GraphPair, type Step } from './graphPair.js';
import type { Activation, Convolution } from './network.js';
import { kernelShape } from './networkWeights.js';

/** A convolution with its batch norm or bias and its activation. */
export function convolutionStep(pair: GraphPair, layer: Convolution, x: GraphMap): Step {
  const after = layer.batchNorm ? normalise : addBias;
  return chain(x, [
    (y) => convolve(pair, layer, y),
    (y) => after(pair, layer, y),
    activationStep(pair, layer.activation),
  ]);
}

/** An activation on its own. */
export function activationStep(pair: GraphPair, activation: Activation): AddStep {
  const { forward, backward, keep } = pair;
  return (x) => {
    if (activation === 'none') return { ...x, back: (gradient) => gradient };
    const added = addActivation(forward, activation, x.output, true);
    const take = (output: string): string => keep(output, mapShape(x.channels));
    return {
      output: added.output,
      channels: x.channels,
      back: (gradient) => addActivationGradient(backward, activation, added, take, gradient),
    };
  };
}

function convolve({ forward, backward, keep, gradients }: GraphPair, layer: Convolution, x: GraphMap): Step {
  const kernelName = `${layer.name}.kernel`;
  const kernel = forward.placeholder(kernelName, kernelShape(layer));
  const { output, padded, side, op, attributes } = addConvolution(forward, layer, x.output, kernel);
  return {
    output,
    channels: layer.outputs,
    back(gradient) {
      const input = keep(padded, mapShape(layer.inputs));
      backward.placeholder(kernelName, kernelShape(layer));
      const filterSizes = backward.constant([4], Int32Array.from(kernelShape(layer)));
      const toFilter = [input, filterSizes, gradient];
      gradients.set(kernelName, backward.add(`${op}BackpropFilter`, toFilter, attributes));
      const inputSizes = backward.add('Shape', [input], { out_type: { type: 'int32' } });
      const dx = backward.add(`${op}BackpropInput`, [inputSizes, kernelName, gradient], attributes);
      return side > 0 ? addCrop(backward, dx, inputSizes, side) : dx;
    },
  };
}

function normalise(pair: GraphPair, { batchNorm, outputs }: Convolution, x: GraphMap): Step {
  const { forward, backward, keep, gradients, averages, momentum } = pair;
  const { name, epsilon } = batchNorm!;
  const names = ['scale', 'offset', 'mean', 'variance'].map((part) => `${name}.${part}`);
  const [scale, offset, mean, variance] = names as [string, string, string, string];
  for (const part of names) forward.placeholder(part, [outputs]);
  const attributes = {
    U: { type: 'float' },
    epsilon: { number: epsilon },
    is_training: { flag: true },
  } as const;
  const output = forward.add('FusedBatchNormV3', [x.output, ...names], {
    ...attributes,
    exponential_avg_factor: { number: 1 - momentum },
  });
  averages.set(mean, `${output}:1`).set(variance, `${output}:2`);
  return {
    output,
    channels: outputs,
    back(gradient) {
      backward.placeholder(scale, [outputs]);
      const reserved = [3, 4, 5].map((n) => keep(`${output}:${n}`, n === 5 ? [-1] : [outputs]));
      const inputs = [gradient, keep(x.output, mapShape(outputs)), scale, ...reserved];
      const dx = backward.add('FusedBatchNormGradV3', inputs, attributes);
      gradients.set(scale, `${dx}:1`).set(offset, `${dx}:2`);
      return dx;
    },
  };
}

function addBias({ forward, backward, gradients }: GraphPair, { name }: Convolution, x: GraphMap): Step {
  const bias = forward.placeholder(`${name}.bias`, [x.channels]);
  return {
    output: forward.add('BiasAdd', [x.output, bias]),
    channels: x.channels,
    back(gradient) {
      gradients.set(bias, backward.add('BiasAddGrad', [gradient]));
      return gradient;
    },
  };
}

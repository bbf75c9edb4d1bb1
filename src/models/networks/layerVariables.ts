import * as tf from '@tensorflow/tfjs-core';
import { batchNormalise } from '../../compute/kernels/batchNorm.js';
import { paddedConvolution } from '../../compute/kernels/paddedConvolution.js';
import type { VariableSet } from '../variableSet.js';
import { activate } from './activations.js';
import { convolutions, type Convolution, type Network } from './network.js';
import { kernelShape, type NetworkWeights } from './networkWeights.js';
import { convolutionPadding, runLayers } from './runLayers.js';

/** The variables of one convolution. */
export interface ConvolutionVariables {
  kernel: tf.Variable;
  bias?: tf.Variable;
  batchNorm?: Record<'scale' | 'offset' | 'mean' | 'variance', tf.Variable>;
}

/** Variables of every convolution of a network by its name, added to `set`. */
export function layerVariables(
  set: VariableSet,
  network: Network,
  weights: NetworkWeights,
): Map<string, ConvolutionVariables> {
  return new Map(
    convolutions(network.layers).map((layer) => [layer.name, addVariables(set, layer, weights)]),
  );
}

/**
 * Runs a network operation by operation. Its layers may be a part of those that have variables, as one path through a
 * supernet.
 *
 * @param input preprocessed pictures `[B, S, S, 3]`
 * @param training batch norms use the batch's statistics and move their running averages
 */
export function runWithVariables(
  network: Network,
  variables: ReadonlyMap<string, ConvolutionVariables>,
  input: tf.Tensor4D,
  training: boolean,
): tf.Tensor4D {
  return runLayers(network.layers, input, (layer, x) =>
    convolve(layer, variables.get(layer.name)!, x, training),
  );
}

function addVariables(set: VariableSet, layer: Convolution, weights: NetworkWeights): ConvolutionVariables {
  const { kernel, bias, batchNorm } = weights.get(layer.name)!;
  const shape = [layer.outputs];
  return {
    kernel: set.trained(`${layer.name}.kernel`, kernel.data, kernelShape(layer)),
    ...(bias && { bias: set.trained(`${layer.name}.bias`, bias, shape) }),
    ...(layer.batchNorm &&
      batchNorm && {
        batchNorm: {
          scale: set.trained(`${layer.batchNorm.name}.scale`, batchNorm.scale, shape),
          offset: set.trained(`${layer.batchNorm.name}.offset`, batchNorm.offset, shape),
          mean: set.untrained(`${layer.batchNorm.name}.mean`, batchNorm.mean, shape),
          variance: set.untrained(`${layer.batchNorm.name}.variance`, batchNorm.variance, shape),
        },
      }),
  };
}

function convolve(
  layer: Convolution,
  { kernel, bias, batchNorm }: ConvolutionVariables,
  input: tf.Tensor4D,
  training: boolean,
): tf.Tensor4D {
  const { depthwise, stride } = layer;
  const padding = convolutionPadding(layer);
  const run = depthwise ? tf.depthwiseConv2d : tf.conv2d;
  let y =
    typeof padding === 'number'
      ? paddedConvolution(input, kernel as tf.Tensor4D, { stride, side: padding, depthwise })
      : run(input, kernel as tf.Tensor4D, stride, padding);
  if (bias) y = tf.add(y, bias);
  if (layer.batchNorm && batchNorm) {
    y = batchNormalise({
      input: y,
      scale: batchNorm.scale as tf.Tensor1D,
      offset: batchNorm.offset as tf.Tensor1D,
      movingMean: batchNorm.mean as tf.Variable<tf.Rank.R1>,
      movingVariance: batchNorm.variance as tf.Variable<tf.Rank.R1>,
      training,
      epsilon: layer.batchNorm.epsilon,
    });
  }
  return activate(y, layer.activation);
}

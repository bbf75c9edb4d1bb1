import * as tf from '@tensorflow/tfjs';
import { isNativeOnProcessor } from '../../backend/rawOps.js';
import { batchNormalise, batchNormMomentum } from '../../kernels/batchNorm.js';
import { paddedConvolution } from '../../kernels/paddedConvolution.js';
import type { VariableSet } from '../variableSet.js';
import { hasGraph } from './graphLayers.js';
import { convolutions, type Convolution, type Network } from './network.js';
import { kernelShape, type NetworkWeights } from './networkWeights.js';
import { convolutionPadding, preprocess, runLayers } from './runLayers.js';
import { trainableGraph } from './trainableGraph.js';

/** A network whose weights can be trained. */
export interface TrainableNetwork {
  /** `[B, S, S, 3]` pixel values 0..255 -> `[B, H, W, C]` feature map; differentiable in the weights. */
  featureMap(pixels: tf.Tensor4D, training: boolean): tf.Tensor4D;
  /** Frees what is not a variable of the set. */
  dispose(): void;
}

/** The variables of one convolution. */
interface ConvolutionVariables {
  kernel: tf.Variable;
  bias?: tf.Variable;
  batchNorm?: Record<'scale' | 'offset' | 'mean' | 'variance', tf.Variable>;
}

/** Makes variables of the weights and adds them to `set`; trains in the form that runs fastest on the backend. */
export function trainableNetwork(
  set: VariableSet,
  network: Network,
  weights: NetworkWeights,
): TrainableNetwork {
  const form = isNativeOnProcessor() && hasGraph(network) ? trainableAsGraph : trainableLayerByLayer;
  return form(set, network, weights);
}

/** Operation by operation: for the other backends, and to test the graph against. */
export function trainableLayerByLayer(
  set: VariableSet,
  network: Network,
  weights: NetworkWeights,
): TrainableNetwork {
  const variables = addAllVariables(set, network, weights);
  return {
    featureMap: (pixels, training) =>
      runLayers(network.layers, preprocess(pixels, network.preprocessing), (layer, x) =>
        convolve(layer, variables.get(layer.name)!, x, training),
      ),
    dispose: () => undefined,
  };
}

/** Two graphs for training, forward and back; operation by operation for inference. */
export function trainableAsGraph(
  set: VariableSet,
  network: Network,
  weights: NetworkWeights,
): TrainableNetwork {
  const variables = addAllVariables(set, network, weights);
  const graph = trainableGraph(network, batchNormMomentum);
  const [trained, averages]: Record<string, tf.Variable>[] = [{}, {}];
  for (const { name, batchNorm: norm } of convolutions(network.layers)) {
    const { kernel, bias, batchNorm } = variables.get(name)!;
    Object.assign(trained!, { [`${name}.kernel`]: kernel }, bias && { [`${name}.bias`]: bias });
    for (const [part, variable] of Object.entries(batchNorm ?? {})) {
      const isAverage = part === 'mean' || part === 'variance';
      (isAverage ? averages : trained)![`${norm!.name}.${part}`] = variable;
    }
  }
  return {
    featureMap(pixels, training) {
      const input = preprocess(pixels, network.preprocessing);
      if (!training) {
        return runLayers(network.layers, input, (layer, x) =>
          convolve(layer, variables.get(layer.name)!, x, false),
        );
      }
      const pass = graph.run(input, trained!, averages!);
      for (const [name, value] of Object.entries(pass.averages)) {
        averages![name]!.assign(value);
        value.dispose();
      }
      return pass.featureMap;
    },
    dispose: () => graph.dispose(),
  };
}

function addAllVariables(
  set: VariableSet,
  network: Network,
  weights: NetworkWeights,
): Map<string, ConvolutionVariables> {
  return new Map(
    convolutions(network.layers).map((layer) => [layer.name, addVariables(set, layer, weights)]),
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
  switch (layer.activation) {
    case 'relu6':
      return tf.relu6(y);
    case 'relu':
      return tf.relu(y);
    case 'none':
      return y;
  }
}

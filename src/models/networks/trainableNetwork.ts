import * as tf from '@tensorflow/tfjs-core';
import { canLoadGraphs } from '../../compute/backend/nativeGraph.js';
import { batchNormMomentum } from '../../compute/kernels/batchNorm.js';
import type { VariableSet } from '../variableSet.js';
import { hasGraph } from './graphLayers.js';
import { withinMemory } from './inferenceMemory.js';
import { layerVariables, runWithVariables } from './layerVariables.js';
import { convolutions, type Network } from './network.js';
import type { NetworkWeights } from './networkWeights.js';
import { preprocess } from './runLayers.js';
import { trainableGraph } from './trainableGraph.js';

/** A network whose weights can be trained. */
export interface TrainableNetwork {
  /** `[B, S, S, 3]` pixel values 0..255 -> `[B, H, W, C]` feature map; differentiable in the weights. */
  featureMap(pixels: tf.Tensor4D, training: boolean): tf.Tensor4D;
  /** Frees what is not a variable of the set. */
  dispose(): void;
}

/** Makes variables of the weights and adds them to `set`; trains in the form that runs fastest on the backend. */
export function trainableNetwork(
  set: VariableSet,
  network: Network,
  weights: NetworkWeights,
): TrainableNetwork {
  const form = canLoadGraphs() && hasGraph(network) ? trainableAsGraph : trainableLayerByLayer;
  const trainable = form(set, network, weights);
  return {
    ...trainable,
    featureMap(pixels, training) {
      const run = (): tf.Tensor4D => trainable.featureMap(pixels, training);
      // What a step of a training takes the trainer knows.
      return training ? run() : withinMemory(network, pixels, run);
    },
  };
}

/** Operation by operation: for the other backends, and to test the graph against. */
export function trainableLayerByLayer(
  set: VariableSet,
  network: Network,
  weights: NetworkWeights,
): TrainableNetwork {
  const variables = layerVariables(set, network, weights);
  return {
    featureMap: (pixels, training) =>
      runWithVariables(network, variables, preprocess(pixels, network.preprocessing), training),
    dispose: () => undefined,
  };
}

/** Two graphs for training, forward and back; operation by operation for inference. */
export function trainableAsGraph(
  set: VariableSet,
  network: Network,
  weights: NetworkWeights,
): TrainableNetwork {
  const variables = layerVariables(set, network, weights);
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
      if (!training) return runWithVariables(network, variables, input, false);
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

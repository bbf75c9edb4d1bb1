import * as tf from '@tensorflow/tfjs-core';
import { loadGraph } from '../../compute/backend/nativeGraph.js';
import { graphPair, mapShape, type GraphPair } from './graphPair.js';
import { layersStep } from './layerSteps.js';
import type { Network } from './network.js';

/** One training pass through a network. */
export interface TrainingPass {
  /** `[B, H, W, C]`, differentiable in the trained weights. */
  featureMap: tf.Tensor4D;
  /** The moved running averages by name; the caller disposes of them. */
  averages: Record<string, tf.Tensor>;
}

/** A network in training mode as two graphs of native TensorFlow: forward, and back to the weights. */
export interface TrainableGraph {
  /**
   * @param input preprocessed pictures `[B, S, S, 3]`
   * @param trained weights by name: kernels, biases, scales and offsets
   * @param averages running averages by name
   */
  run(
    input: tf.Tensor4D,
    trained: Record<string, tf.Tensor>,
    averages: Record<string, tf.Tensor>,
  ): TrainingPass;
  dispose(): void;
}

/**
 * Writes both graphs of a network that `hasGraph` accepts. TensorFlow optimises each as a whole and works on what does not depend on each other at the same
 * time, which single operations leave to chance. What the way back needs of the way forward leaves the first graph and
 * enters the second without a copy.
 *
 * @param momentum share of the running averages that stays at each step
 */
export function trainableGraph(network: Network, momentum: number): TrainableGraph {
  const pair = graphPair(momentum);
  const { forward, backward } = pair;
  // A graph cannot give back what it is given, which the first convolution's gradient needs.
  const input = forward.add('Identity', [forward.placeholder('input', mapShape(3))]);
  const { output, back } = layersStep(pair, network.layers, { output: input, channels: 3 });
  back(backward.placeholder('gradient', mapShape(network.channels)));
  return runner(pair, output);
}

function runner(pair: GraphPair, output: string): TrainableGraph {
  const { kept, gradients, averages } = pair;
  const forward = loadGraph(pair.forward.nodes, [output, ...averages.values(), ...kept.values()]);
  const backward = loadGraph(pair.backward.nodes, [...gradients.values()]);
  const weightsOfBackward = pair.backward.nodes
    .filter(({ op, name }) => op === 'Placeholder' && name !== 'gradient' && !kept.has(name))
    .map(({ name }) => name);
  return {
    run(input, trained, oldAverages) {
      const names = Object.keys(trained);
      let moved: tf.Tensor[] = [];
      const pass = tf.customGrad((...args) => {
        const save = args.at(-1) as unknown as tf.GradSaveFunc;
        const weights = args.slice(0, -1) as tf.Tensor[];
        const byName = Object.fromEntries(names.map((name, n) => [name, weights[n]!]));
        const results = forward.run({ input, ...byName, ...oldAverages });
        // They leave by a side door: without keep they would be disposed of with the gradient's scope.
        moved = results.slice(1, 1 + averages.size).map((tensor) => tf.keep(tensor));
        const needed = results.slice(1 + averages.size);
        save([...needed, ...weightsOfBackward.map((name) => byName[name]!)]);
        return {
          value: results[0]!,
          gradFunc: (gradient: tf.Tensor, saved: tf.Tensor[]) => {
            const placeholders = [...kept.keys(), ...weightsOfBackward];
            const fed = Object.fromEntries(placeholders.map((name, n) => [name, saved[n]!]));
            const found = backward.run({ gradient, ...fed });
            const places = [...gradients.keys()];
            return names.map((name) => found[places.indexOf(name)]!);
          },
        };
      });
      const featureMap = pass(...Object.values(trained)) as tf.Tensor4D;
      return {
        featureMap,
        averages: Object.fromEntries([...averages.keys()].map((name, n) => [name, moved[n]!])),
      };
    },
    dispose() {
      forward.dispose();
      backward.dispose();
    },
  };
}

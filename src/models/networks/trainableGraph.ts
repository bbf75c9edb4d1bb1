import * as tf from '@tensorflow/tfjs';
import { graphBuilder, type GraphBuilder } from '../../backend/graphBuilder.js';
import { loadGraph } from '../../backend/nativeGraph.js';
import { activations, addConvolution, graphLayers, type GraphLayer } from './graphLayers.js';
import type { Convolution, Network } from './network.js';
import { kernelShape } from './networkWeights.js';

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

/** A place in the forward graph and how a gradient goes on from there. */
interface Step {
  output: string;
  /** Adds the way back to the backward graph: from the gradient of `output` to that of the step's input. */
  back: (gradient: string) => string;
}

/**
 * Writes both graphs. TensorFlow optimises each as a whole and works on what does not depend on each other at the same
 * time, which single operations leave to chance. What the way back needs of the way forward leaves the first graph and
 * enters the second without a copy.
 *
 * @param momentum share of the running averages that stays at each step
 */
export function trainableGraph(network: Network, momentum: number): TrainableGraph {
  const [forward, backward] = [graphBuilder(), graphBuilder()];
  /** Outputs of the forward graph by the name of the placeholder that takes them in the backward graph. */
  const kept = new Map<string, string>();
  const gradients = new Map<string, string>();
  const averages = new Map<string, string>();
  const keep = (output: string, shape: number[]): string => {
    const name = `kept_${output.replace(':', '_')}`;
    if (!kept.has(name)) backward.placeholder(name, shape);
    kept.set(name, output);
    return name;
  };
  const anyMap = (channels: number): number[] => [-1, -1, -1, channels];

  const convolve = (layer: Convolution, x: string): Step => {
    const kernelName = `${layer.name}.kernel`;
    const kernel = forward.placeholder(kernelName, kernelShape(layer));
    const { output, padded, side, op, attributes } = addConvolution(forward, layer, x, kernel);
    return {
      output,
      back(gradient) {
        const input = keep(padded, anyMap(layer.inputs));
        backward.placeholder(kernelName, kernelShape(layer));
        const filterSizes = backward.constant([4], Int32Array.from(kernelShape(layer)));
        const toFilter = [input, filterSizes, gradient];
        gradients.set(kernelName, backward.add(`${op}BackpropFilter`, toFilter, attributes));
        const inputSizes = backward.add('Shape', [input], { out_type: { type: 'int32' } });
        const dx = backward.add(`${op}BackpropInput`, [inputSizes, kernelName, gradient], attributes);
        return side > 0 ? crop(backward, dx, inputSizes, side) : dx;
      },
    };
  };

  const normalise = ({ batchNorm, outputs }: Convolution, x: string): Step => {
    const { name, epsilon } = batchNorm!;
    const names = ['scale', 'offset', 'mean', 'variance'].map((part) => `${name}.${part}`);
    const [scale, offset, mean, variance] = names as [string, string, string, string];
    for (const part of names) forward.placeholder(part, [outputs]);
    const attributes = {
      U: { type: 'float' },
      epsilon: { number: epsilon },
      is_training: { flag: true },
    } as const;
    const output = forward.add('FusedBatchNormV3', [x, ...names], {
      ...attributes,
      exponential_avg_factor: { number: 1 - momentum },
    });
    averages.set(mean, `${output}:1`).set(variance, `${output}:2`);
    return {
      output,
      back(gradient) {
        backward.placeholder(scale, [outputs]);
        const reserved = [3, 4, 5].map((n) => keep(`${output}:${n}`, n === 5 ? [-1] : [outputs]));
        const inputs = [gradient, keep(x, anyMap(outputs)), scale, ...reserved];
        const dx = backward.add('FusedBatchNormGradV3', inputs, attributes);
        gradients.set(scale, `${dx}:1`).set(offset, `${dx}:2`);
        return dx;
      },
    };
  };

  const addBias = ({ name, outputs }: Convolution, x: string): Step => {
    const bias = forward.placeholder(`${name}.bias`, [outputs]);
    return {
      output: forward.add('BiasAdd', [x, bias]),
      back(gradient) {
        gradients.set(bias, backward.add('BiasAddGrad', [gradient]));
        return gradient;
      },
    };
  };

  const activate = ({ activation, outputs }: Convolution, x: string): Step => {
    if (activation === 'none') return { output: x, back: (gradient) => gradient };
    const output = forward.add(activations[activation], [x]);
    return {
      output,
      // Either side of an activation tells where it lets a gradient through; the output is kept anyway.
      back: (gradient) =>
        backward.add(`${activations[activation]}Grad`, [gradient, keep(output, anyMap(outputs))]),
    };
  };

  const chain = (input: string, steps: ((x: string) => Step)[]): Step => {
    const done: Step[] = [];
    for (const step of steps) done.push(step(done.at(-1)?.output ?? input));
    return {
      output: done.at(-1)!.output,
      back: (gradient) => done.reduceRight((dy, step) => step.back(dy), gradient),
    };
  };

  const layerStep = (layer: GraphLayer, x: string): Step => {
    if (layer.kind === 'convolution') {
      const after = layer.batchNorm ? normalise : addBias;
      return chain(
        x,
        [convolve, after, activate].map((step) => (y) => step(layer, y)),
      );
    }
    const inner = layersStep(layer.layers, x);
    return {
      output: forward.add('AddV2', [x, inner.output]),
      back: (gradient) => backward.add('AddV2', [gradient, inner.back(gradient)]),
    };
  };

  const layersStep = (layers: GraphLayer[], input: string): Step =>
    chain(
      input,
      layers.map((layer) => (x) => layerStep(layer, x)),
    );

  // A graph cannot give back what it is given, which the first convolution's gradient needs.
  const input = forward.add('Identity', [forward.placeholder('input', anyMap(3))]);
  const { output, back } = layersStep(graphLayers(network), input);
  back(backward.placeholder('gradient', anyMap(network.channels)));
  return runner(forward, backward, { output, kept, gradients, averages });
}

/** Takes the padding off the gradient of a padded picture. */
function crop(graph: GraphBuilder, gradient: string, paddedSizes: string, side: number): string {
  const int32 = { type: 'int32' } as const;
  const sides = graph.constant([4], Int32Array.of(0, 2 * side, 2 * side, 0));
  const sizes = graph.add('Sub', [paddedSizes, sides], { T: int32 });
  const begin = graph.constant([4], Int32Array.of(0, side, side, 0));
  return graph.add('Slice', [gradient, begin, sizes], { Index: int32 });
}

interface Outputs {
  output: string;
  kept: Map<string, string>;
  gradients: Map<string, string>;
  averages: Map<string, string>;
}

function runner(
  forwardNodes: GraphBuilder,
  backwardNodes: GraphBuilder,
  { output, kept, gradients, averages }: Outputs,
): TrainableGraph {
  const [forward, backward] = [loadGraph(forwardNodes.nodes), loadGraph(backwardNodes.nodes)];
  const weightsOfBackward = backwardNodes.nodes
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
        const results = forward.run({ input, ...byName, ...oldAverages }, [
          output,
          ...averages.values(),
          ...kept.values(),
        ]);
        // They leave by a side door: without keep they would be disposed of with the gradient's scope.
        moved = results.slice(1, 1 + averages.size).map((tensor) => tf.keep(tensor));
        const needed = results.slice(1 + averages.size);
        save([...needed, ...weightsOfBackward.map((name) => byName[name]!)]);
        return {
          value: results[0]!,
          gradFunc: (gradient: tf.Tensor, saved: tf.Tensor[]) => {
            const placeholders = [...kept.keys(), ...weightsOfBackward];
            const fed = Object.fromEntries(placeholders.map((name, n) => [name, saved[n]!]));
            return backward.run(
              { gradient, ...fed },
              names.map((name) => gradients.get(name)!),
            );
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

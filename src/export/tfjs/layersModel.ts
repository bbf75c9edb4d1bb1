import * as tf from '@tensorflow/tfjs';
import type { ExportedFiles, ModelFormat } from '../exportedFiles.js';
import { encodeStep } from '../kernelEncoding.js';
import type { WeightPrecision } from '../weightPrecisions.js';
import type { ConvolutionStep, KernelStep, Plan, Step } from '../plan.js';
import { checkTopology } from './checkTopology.js';
import { customLayersFile, customLayersSource, registerLayers } from './customLayers.js';
import { runModel } from './runModel.js';
import { modelFiles } from './modelFiles.js';
import { modelSource } from './modelSource.js';
import { storeKernel, type StoredWeight } from './storedWeights.js';

/**
 * A TensorFlow.js layers model. All layers are TensorFlow.js's own but the length of the embedding and the generalised
 * mean, whose classes lie beside the model in `layers.js`.
 */
export const layersModelFormat: ModelFormat = {
  write: (plan, precision) => Promise.resolve(writeLayersModel(plan, precision)),
  async load(files) {
    const source = modelSource(files);
    checkTopology(files);
    registerLayers(tf);
    return runModel(await tf.loadLayersModel(source));
  },
};

function writeLayersModel(plan: Plan, precision: WeightPrecision): ExportedFiles {
  const weights: StoredWeight[] = [];
  const writer = stepWriter(weights, precision);
  const outputs = new Map<string, tf.SymbolicTensor>();
  for (const step of plan.steps) {
    outputs.set(
      step.name,
      writer(
        step,
        step.inputs.map((name) => outputs.get(name)!),
      ),
    );
  }
  const first = outputs.get(plan.steps[0]!.name)!;
  const model = tf.model({
    inputs: first,
    outputs: outputs.get(plan.steps.at(-1)!.name)!,
    name: 'queryModel',
  });
  const modelTopology: unknown = model.toJSON(null, false);
  model.dispose();
  const files = modelFiles({ format: 'layers-model', modelTopology }, weights);
  return files.set(customLayersFile, Buffer.from(customLayersSource()));
}

/** Adds the layers of one step and their weights; gives the last layer's output. */
function stepWriter(weights: StoredWeight[], precision: WeightPrecision) {
  const { UnitLength, GeneralisedMean } = registerLayers(tf);
  const apply = (layer: tf.layers.Layer, x: tf.SymbolicTensor | tf.SymbolicTensor[]) =>
    layer.apply(x) as tf.SymbolicTensor;
  const store = (layer: string, values: Record<string, Float32Array>) => {
    for (const [name, vector] of Object.entries(values)) {
      weights.push({ name: `${layer}/${name}`, shape: [vector.length], dtype: 'float32', values: vector });
    }
  };
  /** `x factors + offsets` per channel, as a batch norm of mean 0 and variance 1. */
  const affine = (name: string, x: tf.SymbolicTensor, gamma: Float32Array, beta: Float32Array) => {
    const [moving_mean, moving_variance] = [new Float32Array(gamma.length), gamma.map(() => 1)];
    store(name, { gamma, beta, moving_mean, moving_variance });
    return apply(tf.layers.batchNormalization({ name, epsilon: 0 }), x);
  };
  /**
   * A layer with kernel and bias. The manifest has one scale per tensor, so that a channel's own scale and the bias of
   * an int8 kernel follow as a layer of their own.
   */
  const withKernel = (
    step: KernelStep,
    create: (useBias: boolean) => tf.layers.Layer,
    x: tf.SymbolicTensor,
  ) => {
    const encoded = encodeStep(step, precision);
    const kernelName = step.kind === 'convolution' && step.depthwise ? 'depthwise_kernel' : 'kernel';
    const { weight, channelFactors } = storeKernel(`${step.name}/${kernelName}`, step.kernelShape, encoded);
    weights.push(weight);
    const y = apply(create(!channelFactors), x);
    if (channelFactors) return affine(`${step.name}.scale`, y, channelFactors, step.bias);
    store(step.name, { bias: step.bias });
    return y;
  };
  const convolve = (step: ConvolutionStep, input: tf.SymbolicTensor) => {
    const { name, stride: strides, padding, paddedAs, kernelShape } = step;
    const sides: [number, number] = [padding[0], padding[1]];
    const x =
      paddedAs === 'explicit'
        ? apply(tf.layers.zeroPadding2d({ name: `${name}.padding`, padding: [sides, sides] }), input)
        : input;
    const [kernelSize, , , filters] = kernelShape as [number, number, number, number];
    return withKernel(
      step,
      (useBias) => {
        const shared = {
          name,
          kernelSize,
          strides,
          useBias,
          padding: paddedAs === 'same' ? 'same' : 'valid',
        } as const;
        return step.depthwise
          ? tf.layers.depthwiseConv2d({ ...shared, depthwiseInitializer: 'zeros' })
          : tf.layers.conv2d({ ...shared, filters, kernelInitializer: 'zeros' });
      },
      x,
    );
  };
  return (step: Step, inputs: tf.SymbolicTensor[]): tf.SymbolicTensor => {
    const x = inputs[0]!;
    const { name, shape } = step;
    switch (step.kind) {
      case 'pixels':
        return tf.input({ name, shape });
      case 'normalise': {
        const factors = step.deviation.map((value) => 1 / value);
        return affine(
          name,
          x,
          factors,
          step.mean.map((value, c) => -value / step.deviation[c]!),
        );
      }
      case 'convolution':
        return convolve(step, x);
      case 'maxPool': {
        const sides: [number, number] = [step.padding[0], step.padding[1]];
        const padded =
          sides[1] > 0
            ? apply(tf.layers.zeroPadding2d({ name: `${name}.padding`, padding: [sides, sides] }), x)
            : x;
        return apply(tf.layers.maxPooling2d({ name, poolSize: step.window, strides: step.stride }), padded);
      }
      case 'linear':
        return withKernel(
          step,
          (useBias) =>
            tf.layers.dense({ name, units: step.bias.length, useBias, kernelInitializer: 'zeros' }),
          x,
        );
      case 'relu':
      case 'relu6':
      case 'sigmoid':
        return apply(tf.layers.activation({ name, activation: step.kind }), x);
      case 'add':
        return apply(tf.layers.add({ name }), inputs);
      case 'multiply':
        return apply(tf.layers.multiply({ name }), inputs);
      case 'join':
        return apply(tf.layers.concatenate({ name, axis: 3 }), inputs);
      case 'channels': {
        // There is a layer that crops rows, but none that crops channels.
        const rows = apply(tf.layers.permute({ name: `${name}.rows`, dims: [3, 1, 2] }), x);
        const behind = x.shape[3]! - step.from - shape[2]!;
        const cropping: [[number, number], [number, number]] = [
          [step.from, behind],
          [0, 0],
        ];
        const cropped = apply(tf.layers.cropping2D({ name: `${name}.crop`, cropping }), rows);
        return apply(tf.layers.permute({ name, dims: [2, 3, 1] }), cropped);
      }
      case 'shuffle': {
        const [height, width, channels] = shape as [number, number, number];
        const targetShape = [height * width, step.groups, channels / step.groups];
        const grouped = apply(tf.layers.reshape({ name: `${name}.groups`, targetShape }), x);
        const dealt = apply(tf.layers.permute({ name: `${name}.dealt`, dims: [1, 3, 2] }), grouped);
        return apply(tf.layers.reshape({ name, targetShape: shape }), dealt);
      }
      case 'spatialMean': {
        const mean = apply(tf.layers.globalAveragePooling2d({ name: `${name}.vector` }), x);
        return apply(tf.layers.reshape({ name, targetShape: shape }), mean);
      }
      case 'flatten':
        return apply(tf.layers.reshape({ name, targetShape: shape }), x);
      case 'generalisedMean':
        return apply(new GeneralisedMean({ name, floor: step.floor }), x);
      case 'unitLength':
        return apply(new UnitLength({ name, smallest: step.smallest }), x);
    }
  };
}

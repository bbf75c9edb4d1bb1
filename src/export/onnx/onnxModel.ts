import { encodeStep } from '../kernelEncoding.js';
import type { WeightPrecision } from '../weightPrecisions.js';
import type { ModelFormat } from '../exportedFiles.js';
import {
  inputName,
  outputName,
  type ConvolutionStep,
  type KernelStep,
  type Plan,
  type Step,
} from '../plan.js';
import { channelsFirst } from './channelsFirst.js';
import { encodeModel, type OnnxGraph } from './messages.js';
import { onnxGraphBuilder, type OnnxGraphBuilder } from './onnxGraphBuilder.js';
import { pictureMetadata } from './pictureMetadata.js';
import { loadOnnxFile } from './runOnnx.js';

/** Name of the file in an export. */
export const onnxFile = 'model.onnx';

/** Name of the side that changes from batch to batch. */
const batch = 'batch';

/** An ONNX file: takes pixels `[batch, 3, S, S]` in 0..255. */
export const onnxFormat: ModelFormat = {
  write: (plan, precision) =>
    Promise.resolve(new Map([[onnxFile, encodeModel(onnxGraph(plan, precision), pictureMetadata(plan))]])),
  load: (files) => loadOnnxFile(files.get(onnxFile), onnxFile),
};

function onnxGraph(plan: Plan, precision: WeightPrecision): OnnxGraph {
  const graph = onnxGraphBuilder();
  const writeStep = stepWriter(graph, precision);
  for (const step of plan.steps) writeStep(step);
  return graph.finish({
    name: 'queryModel',
    input: [{ name: inputName, shape: [batch, 3, plan.size, plan.size] }],
    output: [{ name: outputName, shape: [batch, plan.dimension] }],
  });
}

/** Adds the nodes of one step; its output has the name of the step. */
function stepWriter(graph: OnnxGraphBuilder, precision: WeightPrecision): (step: Step) => void {
  const integers = (name: string, ...values: number[]) =>
    graph.constant(name, [values.length], BigInt64Array.from(values, BigInt));
  const scalar = (name: string, value: number) => graph.constant(name, [], Float32Array.of(value));
  /** A vector that meets feature maps `[B, C, H, W]` or vectors `[B, C]` along C. */
  const perChannel = (name: string, values: Float32Array, { shape }: Step) =>
    graph.constant(name, shape.length === 3 ? [values.length, 1, 1] : [values.length], values);
  const sides = ([before, after]: readonly [number, number]) => [before, before, after, after];

  const kernelOf = (step: KernelStep): string => {
    const name = `${step.name}.kernel`;
    const encoded = encodeStep(step, precision);
    const isConvolution = step.kind === 'convolution';
    const { kernel, dims } = isConvolution
      ? channelsFirst(encoded, step.kernelShape, step.depthwise)
      : { kernel: encoded, dims: step.kernelShape };
    switch (kernel.precision) {
      case 'float32':
        return graph.constant(name, dims, kernel.values);
      case 'float16': {
        const halves = graph.constant(`${name}.halves`, dims, kernel.values);
        return graph.add('Cast', name, [halves], { to: 1 });
      }
      case 'int8': {
        const integersOf = graph.constant(`${name}.integers`, dims, kernel.values);
        const scales = graph.constant(`${name}.scales`, [kernel.scales.length], kernel.scales);
        return graph.add('DequantizeLinear', name, [integersOf, scales], { axis: isConvolution ? 0 : 1 });
      }
    }
  };
  const convolve = (step: ConvolutionStep, x: string): void => {
    const [kernelSize, , channels] = step.kernelShape as [number, number, number];
    graph.add(
      'Conv',
      step.name,
      [x, kernelOf(step), graph.constant(`${step.name}.bias`, [step.bias.length], step.bias)],
      {
        kernel_shape: [kernelSize, kernelSize],
        strides: [step.stride, step.stride],
        pads: sides(step.padding),
        group: step.depthwise ? channels : 1,
      },
    );
  };

  return (step) => {
    const { name, inputs, shape } = step;
    const x = inputs[0]!;
    switch (step.kind) {
      case 'pixels':
        return;
      case 'normalise': {
        const centred = graph.add('Sub', `${name}.centred`, [x, perChannel(`${name}.mean`, step.mean, step)]);
        return void graph.add('Div', name, [centred, perChannel(`${name}.deviation`, step.deviation, step)]);
      }
      case 'convolution':
        return convolve(step, x);
      case 'maxPool':
        return void graph.add('MaxPool', name, [x], {
          kernel_shape: [step.window, step.window],
          strides: [step.stride, step.stride],
          pads: sides(step.padding),
        });
      case 'linear': {
        const bias = graph.constant(`${name}.bias`, [step.bias.length], step.bias);
        return void graph.add('Gemm', name, [x, kernelOf(step), bias]);
      }
      case 'relu':
        return void graph.add('Relu', name, [x]);
      case 'relu6': {
        const limits = [scalar(`${name}.lowest`, 0), scalar(`${name}.highest`, 6)];
        return void graph.add('Clip', name, [x, ...limits]);
      }
      case 'sigmoid':
        return void graph.add('Sigmoid', name, [x]);
      case 'add':
        return void graph.add('Add', name, inputs);
      case 'multiply':
        return void graph.add('Mul', name, inputs);
      case 'join':
        return void graph.add('Concat', name, inputs, { axis: 1 });
      case 'channels': {
        const limits = [
          integers(`${name}.from`, step.from),
          integers(`${name}.to`, step.from + shape[2]!),
          integers(`${name}.axis`, 1),
        ];
        return void graph.add('Slice', name, [x, ...limits]);
      }
      case 'shuffle': {
        const [height, width, channels] = shape as [number, number, number];
        const grouped = integers(`${name}.groups`, 0, step.groups, channels / step.groups, height * width);
        const inGroups = graph.add('Reshape', `${name}.grouped`, [x, grouped]);
        const dealt = graph.add('Transpose', `${name}.dealt`, [inGroups], { perm: [0, 2, 1, 3] });
        const whole = integers(`${name}.shape`, 0, channels, height, width);
        return void graph.add('Reshape', name, [dealt, whole]);
      }
      case 'spatialMean':
        return void graph.add('GlobalAveragePool', name, [x]);
      case 'flatten':
        return void graph.add('Flatten', name, [x], { axis: 1 });
      case 'generalisedMean': {
        const clipped = graph.add('Max', `${name}.clipped`, [x, scalar(`${name}.floor`, step.floor)]);
        const squares = graph.add('Mul', `${name}.squares`, [clipped, clipped]);
        const cubes = graph.add('Mul', `${name}.cubes`, [squares, clipped]);
        const mean = graph.add('GlobalAveragePool', `${name}.mean`, [cubes]);
        const vector = graph.add('Flatten', `${name}.vector`, [mean], { axis: 1 });
        return void graph.add('Pow', name, [vector, scalar(`${name}.exponent`, 1 / 3)]);
      }
      case 'unitLength': {
        const length = graph.add('ReduceL2', `${name}.length`, [x], { axes: [1], keepdims: 1 });
        const divisor = graph.add('Max', `${name}.divisor`, [
          length,
          scalar(`${name}.smallest`, step.smallest),
        ]);
        return void graph.add('Div', name, [x, divisor]);
      }
    }
  };
}

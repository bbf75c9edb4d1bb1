import { graphBuilder, type GraphBuilder } from '../../compute/backend/graphBuilder.js';
import { encodeStep } from '../kernelEncoding.js';
import type { WeightPrecision } from '../weightPrecisions.js';
import type { ExportedFiles, ModelFormat } from '../exportedFiles.js';
import type { ConvolutionStep, KernelStep, Plan, Sides, Step } from '../plan.js';
import { graphModelJson } from './graphModelJson.js';
import { modelFiles } from './modelFiles.js';
import { openGraphModel } from './openGraphModel.js';
import { storeKernel, type StoredWeight } from './storedWeights.js';

/** A TensorFlow.js graph model: standard operations of TensorFlow, runs without this library. */
export const graphModelFormat: ModelFormat = {
  write: (plan, precision) => Promise.resolve(writeGraphModel(plan, precision)),
  load: openGraphModel,
};

const int32 = { type: 'int32' } as const;

function writeGraphModel(plan: Plan, precision: WeightPrecision): ExportedFiles {
  const graph = graphBuilder();
  const kernels = new Map<string, StoredWeight>();
  const writer = stepWriter(graph, kernels, precision);
  const outputs = new Map<string, string>();
  for (const step of plan.steps) {
    outputs.set(
      step.name,
      writer(
        step,
        step.inputs.map((name) => outputs.get(name)!),
      ),
    );
  }
  const output = outputs.get(plan.steps.at(-1)!.name)!;
  const weights = graph.nodes.flatMap(({ name, attributes }): StoredWeight[] => {
    const value = attributes.value;
    if (!value || !('constant' in value)) return [];
    const { shape, data } = value.constant;
    const dtype = data instanceof Int32Array ? 'int32' : 'float32';
    return [kernels.get(name) ?? { name, shape, dtype, values: data }];
  });
  return modelFiles(graphModelJson(graph.nodes, plan, output), weights);
}

/** Adds the nodes of one step; gives the name of its output. */
function stepWriter(graph: GraphBuilder, kernels: Map<string, StoredWeight>, precision: WeightPrecision) {
  const vector = (values: Float32Array) => graph.constant([values.length], values);
  const scalar = (value: number) => graph.constant([], Float32Array.of(value));
  const integers = (...values: number[]) => graph.constant([values.length], Int32Array.from(values));
  const reduce = (op: 'Mean' | 'Sum', x: string, axes: number[], keep: boolean) =>
    graph.add(op, [x, integers(...axes)], { Tidx: int32, keep_dims: { flag: keep } });
  const reshape = (x: string, shape: number[]) =>
    graph.add('Reshape', [x, integers(-1, ...shape)], { Tshape: int32 });
  const pad = (x: string, [before, after]: Sides) =>
    graph.add('Pad', [x, graph.constant([4, 2], Int32Array.of(0, 0, before, after, before, after, 0, 0))], {
      Tpaddings: int32,
    });
  /** int8 kernels are widened by the loader and get the scales of their channels in the graph. */
  const kernelOf = (step: KernelStep): string => {
    const encoded = encodeStep(step, precision);
    const name = graph.constant(step.kernelShape, step.kernel);
    const { weight, channelFactors } = storeKernel(name, step.kernelShape, encoded);
    kernels.set(name, weight);
    if (!channelFactors) return name;
    const isDepthwise = step.kind === 'convolution' && step.depthwise;
    const shape = isDepthwise ? [channelFactors.length, 1] : [channelFactors.length];
    return graph.add('Mul', [name, graph.constant(shape, channelFactors)]);
  };
  const convolve = (step: ConvolutionStep, x: string): string => {
    const y = graph.add(
      step.depthwise ? 'DepthwiseConv2dNative' : 'Conv2D',
      [step.paddedAs === 'explicit' ? pad(x, step.padding) : x, kernelOf(step)],
      {
        strides: { integers: [1, step.stride, step.stride, 1] },
        dilations: { integers: [1, 1, 1, 1] },
        data_format: { text: 'NHWC' },
        padding: { text: step.paddedAs === 'same' ? 'SAME' : 'VALID' },
      },
    );
    return graph.add('BiasAdd', [y, vector(step.bias)]);
  };
  return (step: Step, inputs: string[]): string => {
    const x = inputs[0]!;
    switch (step.kind) {
      case 'pixels':
        return graph.placeholder(step.name, [-1, ...step.shape]);
      case 'normalise':
        return graph.add('RealDiv', [graph.add('Sub', [x, vector(step.mean)]), vector(step.deviation)]);
      case 'convolution':
        return convolve(step, x);
      case 'maxPool':
        return graph.add('MaxPool', [step.padding[1] > 0 ? pad(x, step.padding) : x], {
          ksize: { integers: [1, step.window, step.window, 1] },
          strides: { integers: [1, step.stride, step.stride, 1] },
          padding: { text: 'VALID' },
        });
      case 'linear':
        return graph.add('BiasAdd', [graph.add('MatMul', [x, kernelOf(step)]), vector(step.bias)]);
      case 'relu':
        return graph.add('Relu', [x]);
      case 'relu6':
        return graph.add('Relu6', [x]);
      case 'sigmoid':
        return graph.add('Sigmoid', [x]);
      case 'add':
        return graph.add('AddV2', inputs);
      case 'multiply':
        return graph.add('Mul', inputs);
      case 'join':
        return graph.add('ConcatV2', [...inputs, graph.constant([], Int32Array.of(3))], {
          N: { integer: inputs.length },
          Tidx: int32,
        });
      case 'channels':
        return graph.add('Slice', [x, integers(0, 0, 0, step.from), integers(-1, ...step.shape)], {
          Index: int32,
        });
      case 'shuffle': {
        const [height, width, channels] = step.shape as [number, number, number];
        const grouped = reshape(x, [height * width, step.groups, channels / step.groups]);
        const dealt = graph.add('Transpose', [grouped, integers(0, 1, 3, 2)], { Tperm: int32 });
        return reshape(dealt, step.shape);
      }
      case 'spatialMean':
        return reduce('Mean', x, [1, 2], true);
      case 'flatten':
        return reshape(x, step.shape);
      case 'generalisedMean': {
        const clipped = graph.add('Maximum', [x, scalar(step.floor)]);
        const cubes = graph.add('Mul', [graph.add('Mul', [clipped, clipped]), clipped]);
        return graph.add('Pow', [reduce('Mean', cubes, [1, 2], false), scalar(1 / 3)]);
      }
      case 'unitLength': {
        const squares = reduce('Sum', graph.add('Mul', [x, x]), [1], true);
        const clipped = graph.add('Maximum', [squares, scalar(step.smallest ** 2)]);
        return graph.add('Mul', [x, graph.add('Rsqrt', [clipped])]);
      }
    }
  };
}

import type { GraphNode, NodeAttribute } from '../../compute/backend/graphFormat.js';
import { inputName, outputName, type Plan } from '../plan.js';

/** Names of the types in the format. */
const types = { float: 'DT_FLOAT', int32: 'DT_INT32' } as const;

/** Version of TensorFlow's graph format in which the operations have these meanings. */
const producer = 1395;

/** Nodes of a TensorFlow graph as the `model.json` of a TensorFlow.js graph model, without its weights. */
export function graphModelJson(nodes: GraphNode[], plan: Plan, output: string): Record<string, unknown> {
  return {
    format: 'graph-model',
    signature: {
      inputs: { [inputName]: tensorInfo(inputName, [-1, plan.size, plan.size, 3]) },
      outputs: { [outputName]: tensorInfo(output, [-1, plan.dimension]) },
    },
    modelTopology: {
      node: nodes.map(({ name, op, inputs, attributes }) => ({
        name,
        op,
        ...(inputs.length > 0 && { input: inputs }),
        attr: Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, attribute(value)])),
      })),
      library: {},
      versions: { producer },
    },
  };
}

function tensorInfo(node: string, shape: number[]) {
  return { name: `${node}:0`, dtype: types.float, tensorShape: shapeOf(shape) };
}

function shapeOf(shape: number[]) {
  return { dim: shape.map((size) => ({ size: String(size) })) };
}

function attribute(value: NodeAttribute): Record<string, unknown> {
  if ('type' in value) return { type: `DT_${value.type.toUpperCase()}` };
  if ('text' in value) return { s: Buffer.from(value.text).toString('base64') };
  if ('number' in value) return { f: value.number };
  if ('flag' in value) return { b: value.flag };
  if ('integer' in value) return { i: String(value.integer) };
  if ('integers' in value) return { list: { i: value.integers.map(String) } };
  if ('shape' in value) return { shape: shapeOf(value.shape) };
  const { shape, data } = value.constant;
  // The values stand in the weights file under the name of the node.
  const dtype = data instanceof Int32Array ? types.int32 : types.float;
  return { tensor: { dtype, tensorShape: shapeOf(shape) } };
}

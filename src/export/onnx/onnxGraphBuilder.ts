import { attributeTypes, elementTypes, type OnnxAttribute, type OnnxGraph } from './messages.js';

/** Attributes as they are written down: a whole number, a list of them, or `{ float }`. */
type Attributes = Record<string, number | number[] | { float: number }>;

/** Collects the nodes and the constants of an ONNX graph. */
export interface OnnxGraphBuilder {
  /** An operation with one output, which has the name of the node. */
  add(opType: string, name: string, inputs: string[], attributes?: Attributes): string;
  constant(name: string, dims: number[], values: Constant): string;
  finish(graph: Pick<OnnxGraph, 'name' | 'input' | 'output'>): OnnxGraph;
}

/** Numbers of a constant; the bits of halves come as `Uint16Array`. */
export type Constant = Float32Array | Int8Array | Uint16Array | BigInt64Array;

export function onnxGraphBuilder(): OnnxGraphBuilder {
  const nodes: OnnxGraph['node'] = [];
  const constants: OnnxGraph['initializer'] = [];
  return {
    add(opType, name, input, attributes = {}) {
      const attribute = Object.entries(attributes).map(([key, value]) => attributeOf(key, value));
      nodes.push({ name, opType, input, output: [name], attribute });
      return name;
    },
    constant(name, dims, values) {
      const rawData = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
      constants.push({ name, dims, dataType: typeOf(values), rawData });
      return name;
    },
    finish: (graph) => ({ ...graph, node: nodes, initializer: constants }),
  };
}

function attributeOf(name: string, value: Attributes[string]): OnnxAttribute {
  if (Array.isArray(value)) return { name, type: attributeTypes.ints, ints: value };
  return typeof value === 'number'
    ? { name, type: attributeTypes.i, i: value }
    : { name, type: attributeTypes.f, f: value.float };
}

function typeOf(values: Constant): number {
  if (values instanceof Float32Array) return elementTypes.float32;
  if (values instanceof Int8Array) return elementTypes.int8;
  return values instanceof Uint16Array ? elementTypes.float16 : elementTypes.int64;
}

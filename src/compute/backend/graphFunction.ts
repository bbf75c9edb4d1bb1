import { graphBytes, type GraphNode } from './graphFormat.js';
import { isNative, nativeBackend, type Attribute, type TensorMetadata } from './nativeBackend.js';

/** A graph that TensorFlow keeps as a function of its own. Its tensors stay on the device where they are. */
export interface GraphFunction {
  /** Name and attributes of the operation that calls it. */
  readonly name: string;
  readonly attributes: Attribute[];
  /** @param inputs handles, in the order of the input nodes. @returns those of the outputs, which the caller deletes. */
  run(inputs: number[]): TensorMetadata[];
  dispose(): void;
}

export interface FunctionGraph {
  nodes: GraphNode[];
  /** Names of the placeholders, in order. */
  inputs: string[];
  /** `node`, or `node:n` for any but its first output. */
  outputs: string[];
  /** Names of nodes that run whether or not an output needs them. */
  effects: string[];
}

/** Whether graphs can be kept as functions: on the native backend with a binding that our set-up has built. */
export function canAddFunctions(): boolean {
  return isNative() && nativeBackend().binding.addFunction !== undefined;
}

let functions = 0;
const graphs = new Map<string, FunctionGraph>();

/** How TensorFlow runs a function. */
export interface FunctionOptions {
  /** Operations may be replaced by others that do several at once, but round differently. */
  fuses?: boolean;
  /** XLA compiles the whole when it first runs, and rounds differently as well. */
  compiled?: boolean;
}

/**
 * @throws Error naming the node that TensorFlow does not accept.
 */
export function addFunction(
  graph: FunctionGraph,
  { fuses = false, compiled = false }: FunctionOptions = {},
): GraphFunction {
  const { nodes, inputs, outputs, effects } = graph;
  const { binding } = nativeBackend();
  const name = `${fuses ? 'fused' : 'graph'}_${functions++}`;
  const named = outputs.map((output) => (output.includes(':') ? output : `${output}:0`));
  binding.addFunction!(name, graphBytes(nodes), inputs, named, effects, compiled);
  if (!fuses) graphs.set(name, graph);
  const attributes = fuses ? [] : [{ name: 'config_proto', type: binding.TF_ATTR_STRING!, value: asTheyAre }];
  return {
    name,
    attributes,
    run: (handles) => binding.executeOp(name, attributes, handles, outputs.length),
    dispose() {
      graphs.delete(name);
      binding.removeFunction!(name);
    },
  };
}

/** The graph of a function whose operations TensorFlow leaves as they are. */
export function graphOf(name: string): FunctionGraph | undefined {
  return graphs.get(name);
}

/**
 * A `ConfigProto` that turns off the rewrites that replace operations by others, which round differently: constant
 * folding (field 3 of its `graph_options.rewrite_options`), arithmetic (7) and remapping (14).
 */
const asTheyAre = nested(
  10,
  nested(10, [3, 7, 14].map((field) => String.fromCharCode(field << 3, 2)).join('')),
);

function nested(field: number, content: string): string {
  return String.fromCharCode((field << 3) | 2, content.length) + content;
}

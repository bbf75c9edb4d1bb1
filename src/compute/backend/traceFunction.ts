import {
  addFunction,
  graphOf,
  type FunctionGraph,
  type FunctionOptions,
  type GraphFunction,
} from './graphFunction.js';
import { narrowProducts } from './narrowProducts.js';
import { tensorTypes, type GraphNode, type NodeAttribute, type TensorType } from './graphFormat.js';
import { nativeBackend, type Attribute } from './nativeBackend.js';
import { narrowType } from './precision.js';
import type { Argument, TracedOperation } from './trace.js';

/** A trace as one function. */
export interface TraceFunction extends GraphFunction {
  /** Numbers of the tensors that it takes. */
  readonly inputs: number[];
  /** Numbers of the tensors that it gives. */
  readonly results: number[];
  /** What stands in it as constants. */
  readonly constants: Argument[];
}

/** A tensor in the graph: the node's output that holds it. */
interface Value {
  output: string;
  dtype: number;
  shape: number[];
}

/**
 * The operations in their order as a graph, of which the results with these numbers leave it. Operations that change
 * nothing are left out.
 */
export function traceFunction(
  operations: TracedOperation[],
  results: number[],
  options: FunctionOptions = {},
): TraceFunction {
  const nodes: GraphNode[] = [];
  const values: Value[] = [];
  const inputs: number[] = [];
  const constants: Argument[] = [];
  const leaving = new Set(results);
  /** The last operation on each of TensorFlow's own variables, by the number of its handle. */
  const effects = new Map<number, string>();

  const addArgument = (argument: Argument): void => {
    const output = `argument${values.length}`;
    nodes.push(argumentNode(output, argument));
    if (argument.constant) constants.push(argument);
    else inputs.push(values.length);
    values.push({ output, dtype: argument.dtype, shape: argument.shape });
  };
  const addOperation = (operation: TracedOperation, name: string): string[] => {
    const operands = operation.inputs.map((number) => values[number]!);
    if (changesNothing(operation, operands[0]) && !leaving.has(values.length)) return [operands[0]!.output];
    const inner = graphOf(operation.name);
    if (inner) return addInner(nodes, inner, operands, name);
    const before = new Set<string>();
    for (const number of operation.inputs) {
      if (values[number]!.dtype !== tensorTypes.resource) continue;
      if (effects.has(number)) before.add(`^${effects.get(number)}`);
      effects.set(number, name);
    }
    nodes.push({
      name,
      op: operation.name,
      inputs: [...operands.map(({ output }) => output), ...before],
      attributes: attributesOf(operation, operands),
    });
    return operation.outputs.map((_, n) => (n === 0 ? name : `${name}:${n}`));
  };

  operations.forEach((operation, n) => {
    operation.arguments.forEach(addArgument);
    const outputs = addOperation(operation, `operation${n}`);
    outputs.forEach((output, place) => values.push({ output, ...operation.outputs[place]! }));
  });
  const named = (numbers: number[]): string[] => numbers.map((number) => values[number]!.output);
  const narrow = narrowType();
  const graph = {
    nodes: narrow ? narrowProducts(nodes, narrow) : nodes,
    inputs: named(inputs),
    outputs: named(results),
    effects: [...new Set(effects.values())],
  };
  return { ...addFunction(graph, options), inputs, results, constants };
}

/** Whether a tensor gets the type, the shape or the number of copies that it has. */
function changesNothing({ name, outputs: [output] }: TracedOperation, operand: Value | undefined): boolean {
  if (!operand || !output || !['Cast', 'Reshape', 'Tile'].includes(name)) return false;
  return operand.dtype === output.dtype && String(operand.shape) === String(output.shape);
}

function argumentNode(name: string, { shape, dtype, constant }: Argument): GraphNode {
  const type = typeName(dtype);
  return constant
    ? {
        name,
        op: 'Const',
        inputs: [],
        attributes: { dtype: { type }, value: { constant: { shape, data: constant, type } } },
      }
    : { name, op: 'Placeholder', inputs: [], attributes: { dtype: { type }, shape: { shape } } };
}

/** Adds the operations of a function that the step calls, under a name of their own. @returns its outputs */
function addInner(nodes: GraphNode[], inner: FunctionGraph, operands: Value[], prefix: string): string[] {
  const renamed = (reference: string): string => {
    const place = inner.inputs.indexOf(reference);
    return place < 0 ? `${prefix}/${reference}` : operands[place]!.output;
  };
  for (const node of inner.nodes) {
    if (inner.inputs.includes(node.name)) continue;
    nodes.push({ ...node, name: renamed(node.name), inputs: node.inputs.map(renamed) });
  }
  return inner.outputs.map(renamed);
}

function attributesOf({ name, attributes }: TracedOperation, operands: Value[]): GraphNode['attributes'] {
  const told = Object.fromEntries(attributes.map((attribute) => [attribute.name, valueOf(attribute)]));
  // Read off its input where it runs by itself, this has to be said in a graph.
  if (name === 'ExpandDims') told.T = { type: typeName(operands[0]!.dtype) };
  return told;
}

function valueOf({ name, type, value }: Attribute): NodeAttribute {
  const { binding } = nativeBackend();
  switch (type) {
    case binding.TF_ATTR_TYPE:
      return { type: typeName(value as number) };
    case binding.TF_ATTR_BOOL:
      return { flag: value as boolean };
    case binding.TF_ATTR_STRING:
      return { text: value as string };
    case binding.TF_ATTR_SHAPE:
      return { shape: value as number[] };
    case binding.TF_ATTR_INT:
      return Array.isArray(value) ? { integers: value as number[] } : { integer: value as number };
    case binding.TF_ATTR_FLOAT:
      if (!Array.isArray(value)) return { number: value as number };
  }
  throw new Error(`attribute ${name} has a kind that graphs are not written with`);
}

const typeNames = new Map(Object.entries(tensorTypes).map(([name, number]) => [number, name as TensorType]));

function typeName(dtype: number): TensorType {
  const name = typeNames.get(dtype);
  if (!name) throw new Error(`type ${dtype} is none that graphs are written with`);
  return name;
}

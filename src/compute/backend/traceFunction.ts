import { addFunction, type GraphFunction } from './graphFunction.js';
import { tensorTypes, type GraphNode, type NodeAttribute, type TensorType } from './graphFormat.js';
import { nativeBackend, type Attribute } from './nativeBackend.js';
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

/** The operations in their order as a graph, of which the results with these numbers leave it. */
export function traceFunction(operations: TracedOperation[], results: number[]): TraceFunction {
  const nodes: GraphNode[] = [];
  const names: string[] = [];
  const inputs: number[] = [];
  const constants: Argument[] = [];
  /** The last operation on each of TensorFlow's own variables, by the number of its handle. */
  const effects = new Map<number, string>();
  const dtypes: number[] = [];

  const addArgument = (argument: Argument): void => {
    const { shape, dtype, constant } = argument;
    const type = typeName(dtype);
    const name = `argument${names.length}`;
    if (constant) {
      constants.push(argument);
      const value = { constant: { shape, data: constant, type } };
      nodes.push({ name, op: 'Const', inputs: [], attributes: { dtype: { type }, value } });
    } else {
      inputs.push(names.length);
      nodes.push({ name, op: 'Placeholder', inputs: [], attributes: { dtype: { type }, shape: { shape } } });
    }
    names.push(name);
    dtypes.push(dtype);
  };

  operations.forEach((operation, n) => {
    operation.arguments.forEach(addArgument);
    const name = `operation${n}`;
    const before = operation.inputs
      .filter((number) => dtypes[number] === tensorTypes.resource)
      .flatMap((number) => {
        const last = effects.get(number);
        effects.set(number, name);
        return last ? [`^${last}`] : [];
      });
    nodes.push({
      name,
      op: operation.name,
      inputs: [...operation.inputs.map((number) => names[number]!), ...new Set(before)],
      attributes: {
        ...inferred(operation, dtypes),
        ...Object.fromEntries(operation.attributes.map((attribute) => [attribute.name, valueOf(attribute)])),
      },
    });
    operation.outputs.forEach(({ dtype }, output) => {
      names.push(output === 0 ? name : `${name}:${output}`);
      dtypes.push(dtype);
    });
  });
  const placeholders = inputs.map((number) => names[number]!);
  const outputs = results.map((number) => names[number]!);
  const added = addFunction({
    nodes,
    inputs: placeholders,
    outputs,
    effects: [...new Set(effects.values())],
  });
  return { ...added, inputs, results, constants };
}

/** What TensorFlow reads off the inputs where an operation runs by itself, but wants to be told in a graph. */
function inferred({ name, inputs }: TracedOperation, dtypes: number[]): GraphNode['attributes'] {
  return name === 'ExpandDims' ? { T: { type: typeName(dtypes[inputs[0]!]!) } } : {};
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

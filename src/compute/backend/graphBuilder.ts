import { typeOf, type GraphConstant, type GraphNode } from './graphFormat.js';

/** Collects the nodes of a float graph. An output is named by its node, with `:n` behind it for any but the first. */
export interface GraphBuilder {
  readonly nodes: GraphNode[];
  /** A tensor that is given at each run; -1 for sides that are not known. */
  placeholder(name: string, shape: number[]): string;
  constant(shape: number[], data: GraphConstant['data']): string;
  /** An operation on float tensors; its first output. */
  add(op: string, inputs: string[], attributes?: GraphNode['attributes']): string;
}

export function graphBuilder(): GraphBuilder {
  const nodes: GraphNode[] = [];
  const type = { type: 'float' } as const;
  const push = (name: string, op: string, inputs: string[], attributes: GraphNode['attributes']): string => {
    nodes.push({ name, op, inputs, attributes });
    return name;
  };
  return {
    nodes,
    placeholder: (name, shape) => push(name, 'Placeholder', [], { dtype: type, shape: { shape } }),
    constant: (shape, data) =>
      push(`Const${nodes.length}`, 'Const', [], {
        dtype: { type: typeOf(data) },
        value: { constant: { shape, data } },
      }),
    add: (op, inputs, attributes = {}) =>
      push(`${op}${nodes.length}`, op, inputs, { T: type, ...attributes }),
  };
}

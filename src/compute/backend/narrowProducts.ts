import type { GraphNode } from './graphFormat.js';

/** Operations that multiply, with the places of their factors among the inputs. */
export const factorPlaces: Partial<Record<string, readonly number[]>> = {
  MatMul: [0, 1],
  BatchMatMulV2: [0, 1],
  Conv2D: [0, 1],
  Conv2DBackpropInput: [1, 2],
  Conv2DBackpropFilter: [0, 2],
  DepthwiseConv2dNative: [0, 1],
  DepthwiseConv2dNativeBackpropInput: [1, 2],
  DepthwiseConv2dNativeBackpropFilter: [0, 2],
};

/** A type of half float's width. */
export type NarrowType = 'bfloat16' | 'half';

/** The graph with every float product taken in a narrow type: its factors are cast before, its result back after. */
export function narrowProducts(nodes: GraphNode[], narrow: NarrowType): GraphNode[] {
  const rounded = new Map<string, GraphNode>();
  const round = (input: string): string => {
    const name = `${input.replace(':', '/')}/${narrow}`;
    if (!rounded.has(input)) rounded.set(input, cast(name, input, 'float', narrow));
    return name;
  };
  const rewritten = nodes.flatMap((node) => {
    const places = factorPlaces[node.op];
    const type = node.attributes.T;
    if (!places || !type || !('type' in type) || type.type !== 'float') return [node];
    const name = `${node.name}/product`;
    const inputs = node.inputs.map((input, place) => (places.includes(place) ? round(input) : input));
    return [
      { ...node, name, inputs, attributes: { ...node.attributes, T: { type: narrow } } },
      cast(node.name, name, narrow, 'float'),
    ];
  });
  return [...rewritten, ...rounded.values()];
}

function cast(name: string, input: string, from: 'float' | NarrowType, to: 'float' | NarrowType): GraphNode {
  const attributes = { SrcT: { type: from }, DstT: { type: to }, Truncate: { flag: false } };
  return { name, op: 'Cast', inputs: [input], attributes };
}

import { createRequire } from 'node:module';

/** Types of tensors in a graph, with their numbers in the format. */
const types = { float: 1, int32: 3 };

/** Attribute of a graph's node. A shape has -1 for what is not known. */
export type NodeAttribute =
  | { text: string }
  | { number: number }
  | { integer: number }
  | { flag: boolean }
  | { type: keyof typeof types }
  | { integers: number[] }
  | { shape: number[] }
  | { constant: GraphConstant };

export interface GraphConstant {
  shape: number[];
  data: Float32Array | Int32Array;
}

/** A node of a TensorFlow graph. */
export interface GraphNode {
  name: string;
  op: string;
  /** Names of the nodes whose output it takes. */
  inputs: string[];
  attributes: Record<string, NodeAttribute>;
}

/** Version of the graph format that the nodes are written in. */
const producer = 1395;

/** The type of a constant. */
export function typeOf(data: GraphConstant['data']): keyof typeof types {
  return data instanceof Int32Array ? 'int32' : 'float';
}

/** The part of the generated protocol buffer classes that is used. */
type Message = Record<string, (value: unknown) => void> & { serializeBinary(): Uint8Array };
type Messages = Record<string, (new () => Message) & Record<string, new () => Message>>;

/** The nodes in the file format of a TensorFlow model. */
export function savedModelBytes(nodes: GraphNode[], tag: string): Uint8Array {
  const require = createRequire(import.meta.url);
  const messages = require('@tensorflow/tfjs-node-gpu/dist/proto/api_pb.js') as Messages;
  const make = (kind: new () => Message, fields: Record<string, unknown>): Message => {
    const message = new kind();
    for (const [name, value] of Object.entries(fields)) message[name]!(value);
    return message;
  };
  const shapeOf = (shape: number[]): Message =>
    make(messages.TensorShape!, {
      setDimList: shape.map((setSize) => make(messages.TensorShape!.Dim!, { setSize })),
    });
  const attribute = (value: NodeAttribute): Message => {
    const kind = messages.AttrValue!;
    if ('type' in value) return make(kind, { setType: types[value.type] });
    if ('text' in value) return make(kind, { setS: Buffer.from(value.text) });
    if ('number' in value) return make(kind, { setF: value.number });
    if ('integer' in value) return make(kind, { setI: value.integer });
    if ('flag' in value) return make(kind, { setB: value.flag });
    if ('integers' in value)
      return make(kind, { setList: make(kind.ListValue!, { setIList: value.integers }) });
    if ('shape' in value) return make(kind, { setShape: shapeOf(value.shape) });
    const { shape, data } = value.constant;
    const setTensorContent = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const setDtype = types[typeOf(data)];
    const tensor = { setDtype, setTensorShape: shapeOf(shape), setTensorContent };
    return make(kind, { setTensor: make(messages.Tensor!, tensor) });
  };
  const nodeList = nodes.map(({ name, op, inputs, attributes }) => {
    const node = make(messages.NodeDef!, { setName: name, setOp: op, setInputList: inputs });
    const map = (node as unknown as { getAttrMap(): Map<string, Message> }).getAttrMap();
    for (const [key, value] of Object.entries(attributes)) map.set(key, attribute(value));
    return node;
  });
  const graph = make(messages.GraphDef!, {
    setNodeList: nodeList,
    setVersions: make(messages.VersionDef!, { setProducer: producer }),
  });
  const info = make(messages.MetaGraphDef!.MetaInfoDef!, { setTagsList: [tag] });
  const metaGraph = make(messages.MetaGraphDef!, { setMetaInfoDef: info, setGraphDef: graph });
  return make(messages.SavedModel!, {
    setSavedModelSchemaVersion: 1,
    setMetaGraphsList: [metaGraph],
  }).serializeBinary();
}

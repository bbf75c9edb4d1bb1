import { nativeMessages } from './nativePackage.js';

/** Types of tensors in a graph, with their numbers in the format. */
export const tensorTypes = {
  float: 1,
  int32: 3,
  uint8: 4,
  string: 7,
  complex64: 8,
  int64: 9,
  bool: 10,
  bfloat16: 14,
  half: 19,
  resource: 20,
};
export type TensorType = keyof typeof tensorTypes;

/** Attribute of a graph's node. A shape has -1 for what is not known. */
export type NodeAttribute =
  | { text: string }
  | { number: number }
  | { integer: number }
  | { flag: boolean }
  | { type: TensorType }
  | { integers: number[] }
  | { shape: number[] }
  | { constant: GraphConstant };

export interface GraphConstant {
  shape: number[];
  /** The values, or their bytes where `type` says what they are. */
  data: Float32Array | Int32Array | Uint8Array;
  type?: TensorType;
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
export function typeOf(data: GraphConstant['data']): TensorType {
  return data instanceof Int32Array ? 'int32' : 'float';
}

/** The part of the generated protocol buffer classes that is used. */
type Message = Record<string, (value: unknown) => void> & { serializeBinary(): Uint8Array };
type Messages = Record<string, (new () => Message) & Record<string, new () => Message>>;

/** The nodes as TensorFlow's C library takes a graph. */
export function graphBytes(nodes: GraphNode[]): Uint8Array {
  return graphMessage(nodes).serializeBinary();
}

/** The nodes in the file format of a TensorFlow model. */
export function savedModelBytes(nodes: GraphNode[], tag: string): Uint8Array {
  const { MetaGraphDef, SavedModel } = messages();
  const info = make(MetaGraphDef!.MetaInfoDef!, { setTagsList: [tag] });
  const metaGraph = make(MetaGraphDef!, { setMetaInfoDef: info, setGraphDef: graphMessage(nodes) });
  return make(SavedModel!, {
    setSavedModelSchemaVersion: 1,
    setMetaGraphsList: [metaGraph],
  }).serializeBinary();
}

function graphMessage(nodes: GraphNode[]): Message {
  const { NodeDef, GraphDef, VersionDef } = messages();
  const setNodeList = nodes.map(({ name, op, inputs, attributes }) => {
    const node = make(NodeDef!, { setName: name, setOp: op, setInputList: inputs });
    const map = (node as unknown as { getAttrMap(): Map<string, Message> }).getAttrMap();
    for (const [key, value] of Object.entries(attributes)) map.set(key, attributeMessage(value));
    return node;
  });
  return make(GraphDef!, { setNodeList, setVersions: make(VersionDef!, { setProducer: producer }) });
}

function attributeMessage(value: NodeAttribute): Message {
  const { AttrValue: kind, Tensor } = messages();
  if ('type' in value) return make(kind!, { setType: tensorTypes[value.type] });
  if ('text' in value) return make(kind!, { setS: new TextEncoder().encode(value.text) });
  if ('number' in value) return make(kind!, { setF: value.number });
  if ('integer' in value) return make(kind!, { setI: value.integer });
  if ('flag' in value) return make(kind!, { setB: value.flag });
  if ('integers' in value)
    return make(kind!, { setList: make(kind!.ListValue!, { setIList: value.integers }) });
  if ('shape' in value) return make(kind!, { setShape: shapeMessage(value.shape) });
  const { shape, data, type = typeOf(data) } = value.constant;
  const setTensorContent = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const setDtype = tensorTypes[type];
  const tensor = { setDtype, setTensorShape: shapeMessage(shape), setTensorContent };
  return make(kind!, { setTensor: make(Tensor!, tensor) });
}

function shapeMessage(shape: number[]): Message {
  const { TensorShape } = messages();
  return make(TensorShape!, { setDimList: shape.map((setSize) => make(TensorShape!.Dim!, { setSize })) });
}

function make(kind: new () => Message, fields: Record<string, unknown>): Message {
  const message = new kind();
  for (const [name, value] of Object.entries(fields)) message[name]!(value);
  return message;
}

const messages = (): Messages => nativeMessages() as Messages;

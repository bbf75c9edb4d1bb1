import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { nativeMessages } from './nativePackage.js';
import { graphBackend } from './rawOps.js';

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

/** A graph that TensorFlow has optimised as a whole: operations fused, independent ones side by side. */
export interface NativeGraph {
  /** Runs the graph; inputs by name of their placeholder, outputs as the builder names them. The caller disposes of them. */
  run(inputs: Record<string, tf.Tensor>, outputs: string[]): tf.Tensor[];
  dispose(): void;
}

/** Version of the graph format that the nodes are written in. */
const producer = 1395;
const tag = 'serve';

/**
 * Gives a graph to TensorFlow, by way of its own file format. Only on the native backend.
 * @throws Error naming the node that TensorFlow does not accept.
 */
export function loadGraph(nodes: GraphNode[]): NativeGraph {
  const folder = mkdtempSync(join(tmpdir(), 'asymmetric-graph-'));
  try {
    writeFileSync(join(folder, 'saved_model.pb'), serialise(nodes));
    const { binding } = graphBackend();
    const id = binding.loadSavedModel(folder, tag);
    return {
      run: (inputs, outputs) => {
        const names = Object.keys(inputs).map((name) => ({ name: `${name}:0` }));
        const values = Object.values(inputs);
        return graphBackend().runSavedModel(
          id,
          values,
          names,
          outputs.map((name) => (name.includes(':') ? name : `${name}:0`)),
        );
      },
      dispose: () => binding.deleteSavedModel(id),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The type of a constant. */
export function typeOf(data: GraphConstant['data']): keyof typeof types {
  return data instanceof Int32Array ? 'int32' : 'float';
}

/** The part of the generated protocol buffer classes that is used. */
type Message = Record<string, (value: unknown) => void> & { serializeBinary(): Uint8Array };
type Messages = Record<string, (new () => Message) & Record<string, new () => Message>>;

function serialise(nodes: GraphNode[]): Uint8Array {
  const messages = nativeMessages() as Messages;
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

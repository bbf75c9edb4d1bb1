import protobuf from 'protobufjs';
import { inWords } from '../../base/inWords.js';
import { readRegular } from '../../base/files/regularFile.js';
import { RetrievalError } from '../../errors.js';

/** The part of the ONNX format that says what a model takes and gives, with the numbers of its fields (onnx.proto). */
const definition = `
syntax = "proto3";
package onnx;
message Dimension { oneof value { int64 dim_value = 1; string dim_param = 2; } }
message Shape { repeated Dimension dim = 1; }
message Tensor { int32 elem_type = 1; Shape shape = 2; }
message Type { Tensor tensor_type = 1; }
message ValueInfo { string name = 1; Type type = 2; }
message Initializer { string name = 8; }
message Graph { repeated Initializer initializer = 5; repeated ValueInfo input = 11; repeated ValueInfo output = 12; }
message Entry { string key = 1; string value = 2; }
message Model { string producer_name = 2; Graph graph = 7; repeated Entry metadata_props = 14; }
`;

const Model = protobuf.parse(definition).root.lookupType('onnx.Model');

/** Elements of tensors by their numbers in the format. */
const elementNames: Record<number, string> = {
  1: 'float32',
  2: 'uint8',
  3: 'int8',
  7: 'int64',
  10: 'float16',
};

/** An input or output of a model. */
export interface OnnxValue {
  name: string;
  /** A side that changes has a name or is empty; no shape where the file does not say it. */
  shape?: (number | string)[];
  element: string;
}

export interface OnnxHeader {
  inputs: OnnxValue[];
  outputs: OnnxValue[];
  /** What the exporter said of the model. */
  metadata: Record<string, string>;
  producer: string;
}

interface StoredValue {
  name: string;
  type?: {
    tensorType?: { elemType?: number; shape?: { dim?: { dimValue?: unknown; dimParam?: string }[] } };
  };
}

/** The bytes of an ONNX file. @throws RetrievalError when it cannot be read. */
export function readOnnxFile(file: string): Promise<Uint8Array> {
  const words = {
    what: 'The model can not be read',
    where: file,
    expected: 'an ONNX file',
    fix: 'correct the path',
    kind: 'data',
  } as const;
  return inWords(words, () => readRegular(file));
}

/**
 * What an ONNX file says of its inputs, its outputs and itself.
 * @throws RetrievalError for a file that is no ONNX model.
 */
export function readOnnxHeader(bytes: Uint8Array, file: string): OnnxHeader {
  try {
    const model = Model.toObject(Model.decode(bytes), { longs: Number }) as {
      graph?: { input?: StoredValue[]; output?: StoredValue[]; initializer?: { name: string }[] };
      metadataProps?: { key: string; value?: string }[];
      producerName?: string;
    };
    const { input = [], output = [], initializer = [] } = model.graph ?? {};
    if (input.length === 0 || output.length === 0) throw new Error('a graph without inputs or outputs');
    // Old exporters list the weights among the inputs.
    const weights = new Set(initializer.map(({ name }) => name));
    return {
      inputs: input.filter(({ name }) => !weights.has(name)).map(describe),
      outputs: output.map(describe),
      producer: model.producerName ?? '',
      metadata: Object.fromEntries((model.metadataProps ?? []).map(({ key, value = '' }) => [key, value])),
    };
  } catch (cause) {
    throw new RetrievalError({
      what: 'The file is no ONNX model',
      where: file,
      expected: 'an ONNX file with a graph',
      found: cause instanceof Error ? cause.message : String(cause),
      fix: 'fetch or export it again',
      kind: 'data',
      cause,
    });
  }
}

function describe({ name, type }: StoredValue): OnnxValue {
  const { elemType = 0, shape } = type?.tensorType ?? {};
  return {
    name,
    element: elementNames[elemType] ?? `type ${elemType}`,
    ...(shape && {
      shape: (shape.dim ?? []).map(({ dimValue, dimParam = '' }) =>
        typeof dimValue === 'number' && dimValue > 0 ? dimValue : dimParam,
      ),
    }),
  };
}

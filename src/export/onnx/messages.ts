import protobuf from 'protobufjs';

/**
 * The part of the ONNX format that an exported model uses. Numbers of fields as in version 1 of the format (onnx.proto);
 * readers of the whole format read it.
 */
const definition = `
syntax = "proto3";
package onnx;
message AttributeProto {
  string name = 1;
  float f = 2;
  int64 i = 3;
  repeated int64 ints = 8;
  int32 type = 20;
}
message NodeProto {
  repeated string input = 1;
  repeated string output = 2;
  string name = 3;
  string op_type = 4;
  repeated AttributeProto attribute = 5;
}
message TensorProto {
  repeated int64 dims = 1;
  int32 data_type = 2;
  string name = 8;
  bytes raw_data = 9;
}
message TensorShapeProto {
  message Dimension {
    oneof value {
      int64 dim_value = 1;
      string dim_param = 2;
    }
  }
  repeated Dimension dim = 1;
}
message TypeProto {
  message Tensor {
    int32 elem_type = 1;
    TensorShapeProto shape = 2;
  }
  Tensor tensor_type = 1;
}
message ValueInfoProto {
  string name = 1;
  TypeProto type = 2;
}
message GraphProto {
  repeated NodeProto node = 1;
  string name = 2;
  repeated TensorProto initializer = 5;
  repeated ValueInfoProto input = 11;
  repeated ValueInfoProto output = 12;
}
message OperatorSetIdProto {
  string domain = 1;
  int64 version = 2;
}
message StringStringEntryProto {
  string key = 1;
  string value = 2;
}
message ModelProto {
  int64 ir_version = 1;
  string producer_name = 2;
  GraphProto graph = 7;
  repeated OperatorSetIdProto opset_import = 8;
  repeated StringStringEntryProto metadata_props = 14;
}
`;

/** Element types of tensors. */
export const elementTypes = { float32: 1, int8: 3, int64: 7, float16: 10 } as const;
/** Types of attributes. */
export const attributeTypes = { f: 1, i: 2, ints: 7 } as const;

export interface OnnxAttribute {
  name: string;
  type: number;
  f?: number;
  i?: number;
  ints?: number[];
}

export interface OnnxNode {
  name: string;
  opType: string;
  input: string[];
  output: string[];
  attribute: OnnxAttribute[];
}

export interface OnnxTensor {
  name: string;
  dims: number[];
  dataType: number;
  rawData: Uint8Array;
}

/** A graph with its input and output; a side is a number, or a name for one that changes. */
export interface OnnxGraph {
  name: string;
  node: OnnxNode[];
  initializer: OnnxTensor[];
  input: { name: string; shape: (number | string)[] }[];
  output: { name: string; shape: (number | string)[] }[];
}

/** Operator set 13 is read by runtimes since 2020; version 7 of the file format belongs to it. */
const operatorSet = 13;
const formatVersion = 7;

const ModelProto = protobuf.parse(definition).root.lookupType('onnx.ModelProto');

/**
 * The bytes of an ONNX file.
 * @param metadata what the file says of itself
 */
export function encodeModel(graph: OnnxGraph, metadata: Record<string, string>): Uint8Array {
  const typed = ({ name, shape }: OnnxGraph['input'][number]) => ({
    name,
    type: {
      tensorType: {
        elemType: elementTypes.float32,
        shape: {
          dim: shape.map((size) => (typeof size === 'string' ? { dimParam: size } : { dimValue: size })),
        },
      },
    },
  });
  const model = {
    irVersion: formatVersion,
    producerName: 'asymmetric-retrieval',
    opsetImport: [{ domain: '', version: operatorSet }],
    metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
    graph: { ...graph, input: graph.input.map(typed), output: graph.output.map(typed) },
  };
  return ModelProto.encode(ModelProto.fromObject(model)).finish();
}

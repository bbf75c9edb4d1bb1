import type { EmbeddingMatrix } from '../embeddingMatrix.js';

/** The header is filled up so that the numbers begin at a multiple of this many bytes. */
const alignment = 8;

/** Numbers with their shape. */
export interface HostTensor {
  shape: readonly number[];
  data: Float32Array | Int32Array;
}

/** The bytes of a safetensors file with the tensor `embeddings` and, in the metadata, `ids` as a JSON list. */
export function encodeSafetensors(
  { data, rows, columns }: EmbeddingMatrix,
  ids?: readonly string[],
): Uint8Array {
  const tensors = new Map([['embeddings', { data, shape: [rows, columns] }]]);
  return encodeTensors(tensors, ids && { ids: JSON.stringify(ids) });
}

/** The bytes of a safetensors file with any number of tensors. */
export function encodeTensors(
  tensors: ReadonlyMap<string, HostTensor>,
  metadata?: Record<string, string>,
): Uint8Array {
  let end = 0;
  const entries = [...tensors].map(([name, { data, shape }]) => {
    const dtype = data instanceof Float32Array ? 'F32' : 'I32';
    return [name, { dtype, shape, data_offsets: [end, (end += data.byteLength)] }] as const;
  });
  const header = JSON.stringify({
    ...(metadata && { __metadata__: metadata }),
    ...Object.fromEntries(entries),
  });
  const length = Math.ceil(Buffer.byteLength(header) / alignment) * alignment;
  const beginning = Buffer.alloc(8 + length, ' ');
  beginning.writeBigUInt64LE(BigInt(length), 0);
  beginning.write(header, 8);
  const numbers = [...tensors.values()].map(({ data }) =>
    Buffer.from(data.buffer, data.byteOffset, data.byteLength),
  );
  return Buffer.concat([beginning, ...numbers]);
}

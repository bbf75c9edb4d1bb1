import type { EmbeddingMatrix } from '../embeddingMatrix.js';

/** The header is filled up so that the numbers begin at a multiple of this many bytes. */
const alignment = 8;

/** The bytes of a safetensors file with the tensor `embeddings` and, in the metadata, `ids` as a JSON list. */
export function encodeSafetensors(
  { data, rows, columns }: EmbeddingMatrix,
  ids?: readonly string[],
): Uint8Array {
  const header = JSON.stringify({
    ...(ids && { __metadata__: { ids: JSON.stringify(ids) } }),
    embeddings: { dtype: 'F32', shape: [rows, columns], data_offsets: [0, data.byteLength] },
  });
  const length = Math.ceil(Buffer.byteLength(header) / alignment) * alignment;
  const beginning = Buffer.alloc(8 + length, ' ');
  beginning.writeBigUInt64LE(BigInt(length), 0);
  beginning.write(header, 8);
  return Buffer.concat([beginning, Buffer.from(data.buffer, data.byteOffset, data.byteLength)]);
}

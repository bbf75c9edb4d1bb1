import { zipSync } from 'fflate';
import type { EmbeddingMatrix } from '../embeddingMatrix.js';
import { encodeNpy } from './npy.js';
import { npyHeaderBytes } from './npyHeader.js';

/** The bytes of an `.npz` archive with the arrays `embeddings` and, of texts, `ids`; nothing in it is packed. */
export function encodeNpz({ data, rows, columns }: EmbeddingMatrix, ids?: readonly string[]): Uint8Array {
  const files: Record<string, Uint8Array> = {
    'embeddings.npy': encodeNpy({ shape: [rows, columns], data }),
    ...(ids && { 'ids.npy': encodeTexts(ids) }),
  };
  // One date, so that the same embeddings always give the same file.
  return zipSync(files, { level: 0, mtime: new Date(1980, 0, 1) });
}

/** An `.npy` file of texts, each in UTF-32 and filled up to the longest. */
function encodeTexts(texts: readonly string[]): Uint8Array {
  const points = texts.map((text) => Array.from(text, (character) => character.codePointAt(0)!));
  const width = points.reduce((longest, { length }) => Math.max(longest, length), 1);
  const body = Buffer.alloc(4 * width * texts.length);
  points.forEach((text, row) => text.forEach((point, i) => body.writeUInt32LE(point, 4 * (row * width + i))));
  return Buffer.concat([npyHeaderBytes(`<U${width}`, [texts.length]), body]);
}

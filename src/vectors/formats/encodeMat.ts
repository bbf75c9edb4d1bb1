import type { EmbeddingMatrix } from '../embeddingMatrix.js';
import { RetrievalError } from '../../errors.js';

const alignment = 8;
const types = { int8: 1, int32: 5, uint32: 6, single: 7, matrix: 14, utf8: 16 };
const classes = { cell: 1, char: 4, single: 7 };
/** MATLAB's own limit for a variable of a version 5 file. */
const largestVariable = 2 ** 31;

/**
 * The bytes of a MATLAB 5 file with the variable `X` `[D, N]`, an image per column, and `ids`, a cell array of texts.
 *
 * @throws RetrievalError for more than 2 GiB of numbers.
 */
export function encodeMat({ data, rows, columns }: EmbeddingMatrix, ids?: readonly string[]): Uint8Array {
  if (data.byteLength >= largestVariable) {
    throw new RetrievalError({
      what: 'A MATLAB 5 file cannot hold that many numbers',
      expected: `less than ${largestVariable} bytes`,
      found: `${data.byteLength} bytes`,
      fix: 'write an .npy file',
    });
  }
  const numbers = element(types.single, Buffer.from(data.buffer, data.byteOffset, data.byteLength));
  const variables = [matrix(classes.single, [columns, rows], 'X', [numbers])];
  if (ids) variables.push(matrix(classes.cell, [ids.length, 1], 'ids', ids.map(text)));
  return Buffer.concat([fileHeader(), ...variables]);
}

function fileHeader(): Buffer {
  const header = Buffer.alloc(128, ' ');
  header.write('MATLAB 5.0 MAT-file, written by asymmetric-retrieval');
  header.fill(0, 116, 124);
  header.writeUInt16LE(0x0100, 124);
  header.write('IM', 126);
  return header;
}

function text(id: string): Buffer {
  // In UTF-8 the shape counts characters, which SciPy and MATLAB agree on.
  return matrix(classes.char, [1, Array.from(id).length], '', [element(types.utf8, Buffer.from(id))]);
}

function matrix(kind: number, shape: [number, number], name: string, content: Buffer[]): Buffer {
  const flags = element(types.uint32, Buffer.from(Uint32Array.of(kind, 0).buffer));
  const axes = element(types.int32, Buffer.from(Int32Array.from(shape).buffer));
  const body = [flags, axes, element(types.int8, Buffer.from(name)), ...content];
  return element(types.matrix, Buffer.concat(body));
}

/** An element; one of one to four bytes shares the eight bytes of its tag, as MATLAB writes it. */
function element(type: number, data: Buffer): Buffer {
  const isShort = data.length > 0 && data.length <= 4;
  const padded = Buffer.alloc(isShort ? alignment : alignment * (1 + Math.ceil(data.length / alignment)));
  padded.writeUInt32LE(isShort ? (data.length << 16) | type : type, 0);
  if (!isShort) padded.writeUInt32LE(data.length, 4);
  data.copy(padded, isShort ? 4 : alignment);
  return padded;
}

import { RetrievalError } from '../../errors.js';

/** Element types that are read and written; `float16` is read into float32. */
export type NpyType = 'float32' | 'float16' | 'int32';

/** What the header of an .npy file says of any array. */
export interface NpyDescription {
  /** NumPy's name of the element type, byte order first: `<f4`; of records the list of their fields. */
  descriptor: string;
  /** Names of the fields, where the elements are records (a structured type). */
  fields?: string[];
  /** Whether a column's elements lie together (Fortran order). */
  columnMajor: boolean;
  shape: number[];
  /** Byte position of the first element. */
  start: number;
}

/** What the header of an .npy file in row-major order says. */
export interface NpyHeader {
  type: NpyType;
  shape: number[];
  /** Byte position of the first element. */
  start: number;
}

/** Bytes of one element. */
export const bytesPerElement: Record<NpyType, number> = { float32: 4, float16: 2, int32: 4 };

/** Longest header that is read, in bytes; NumPy itself writes 128 for plain arrays. */
export const longestHeader = 65_536;

const descriptors: Record<string, NpyType> = { '<f4': 'float32', '<f2': 'float16', '<i4': 'int32' };
const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const alignment = 64;
const headerForm =
  /^\{\s*'descr':\s*(?:'([^']*)'|(\[\(.*\)\])),\s*'fortran_order':\s*(True|False),\s*'shape':\s*\(([\d\s,]*)\),?\s*\}\s*$/;

/**
 * Reads an .npy header (format versions 1 to 3) from the beginning of a file.
 * @param bytes the first `longestHeader` bytes, or the whole file if it is shorter
 * @param label names the file in errors
 * @throws RetrievalError on other types (pickled objects among them), column-major order and malformed headers.
 */
export function parseNpyHeader(bytes: Uint8Array, label: string): NpyHeader {
  const { descriptor, columnMajor, shape, start, fields } = describeNpy(bytes, label);
  if (fields) throw records(label, fields);
  const type = descriptors[descriptor];
  if (!type) {
    const expected = Object.keys(descriptors).join(', ');
    throw malformed(label, 'The .npy file holds another type of element', expected, descriptor);
  }
  if (columnMajor) throw malformed(label, 'The .npy file is in column-major order', 'fortran_order: False');
  return { type, shape, start };
}

/**
 * Reads an .npy header of any element type and order.
 * @param bytes the first `longestHeader` bytes, or the whole file if it is shorter
 * @param label names the file in errors
 * @throws RetrievalError on malformed headers.
 */
export function describeNpy(bytes: Uint8Array, label: string): NpyDescription {
  const fail = (what: string, expected?: string, found?: string): never => {
    throw malformed(label, what, expected, found);
  };
  if (bytes.length < 12 || magic.some((byte, i) => bytes[i] !== byte)) fail('This is not an .npy file');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes[6]!;
  if (![1, 2, 3].includes(version)) {
    fail('The .npy format version is not supported', '1, 2 or 3', `${version}`);
  }
  const textStart = version === 1 ? 10 : 12;
  const start = textStart + (version === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (start > bytes.length || start > longestHeader) fail('The .npy header is too long or cut off');
  const text = Buffer.from(bytes.subarray(textStart, start)).toString(version === 3 ? 'utf8' : 'latin1');
  const match = headerForm.exec(text.trim());
  if (!match) fail('The .npy header is malformed', undefined, text.slice(0, 100));
  const [, plain, structured, order, axes] = match as unknown as string[];
  const shape = axes!
    .split(',')
    .filter((axis) => axis.trim() !== '')
    .map(Number);
  if (!Number.isSafeInteger(shape.reduce((product, size) => product * size, 8))) {
    fail('The shape in the .npy header is too large', undefined, shape.join(' x '));
  }
  return {
    descriptor: plain ?? structured!,
    columnMajor: order === 'True',
    shape,
    start,
    ...(structured !== undefined && { fields: fieldNames(structured) }),
  };
}

/** Names of the fields of records; those of records inside them are not theirs. */
function fieldNames(structured: string): string[] {
  let depth = 0;
  const outer = structured.replace(/[[\]]|[^[\]]+/g, (part) => {
    if (part === '[') return depth++ > 0 ? '' : part;
    if (part === ']') return --depth > 0 ? '' : part;
    return depth > 1 ? '' : part;
  });
  return Array.from(outer.matchAll(/\('([^']*)'/g), ([, name]) => name!);
}

/** What to do with an array of records. */
export function howToSaveField(fields: readonly string[]): string {
  return `save one field by itself: numpy.save("${fields[0]}.npy", array["${fields[0]}"])`;
}

function records(where: string, fields: readonly string[]): RetrievalError {
  return new RetrievalError({
    what: 'The .npy file holds records (a structured type), which are not supported',
    where,
    expected: 'an array of numbers',
    found: `records of ${fields.join(', ')}`,
    fix: howToSaveField(fields),
  });
}

function malformed(where: string, what: string, expected?: string, found?: string): RetrievalError {
  return new RetrievalError({ what, where, expected, found });
}

/** The header for an array, padded as NumPy does so that the elements start at a multiple of 64 bytes. */
export function formatNpyHeader(type: NpyType, shape: readonly number[]): Buffer {
  const [descriptor] = Object.entries(descriptors).find(([, named]) => named === type)!;
  return npyHeaderBytes(descriptor, shape);
}

/** The same for elements by NumPy's name of them: `<U12`. */
export function npyHeaderBytes(descriptor: string, shape: readonly number[]): Buffer {
  const axes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '${descriptor}', 'fortran_order': False, 'shape': (${axes}), }`;
  const prefix = 10;
  const total = Math.ceil((prefix + text.length + 1) / alignment) * alignment;
  const header = Buffer.alloc(total, 0x20);
  header.set([...magic, 1, 0], 0);
  header.writeUInt16LE(total - prefix, 8);
  header.write(text, prefix, 'latin1');
  header[total - 1] = 0x0a;
  return header;
}

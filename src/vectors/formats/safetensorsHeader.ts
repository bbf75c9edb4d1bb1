import { isRecord } from '../../base/config/jsonObject.js';
import { RetrievalError } from '../../errors.js';
import { bytesPerNumber, type NumberType } from './numbers.js';

/** A tensor as the header describes it. */
export interface TensorEntry {
  name: string;
  /** The format's name of the element type: `F32`. */
  dtype: string;
  /** Nothing for types that no number type here stands for. */
  type: NumberType | undefined;
  shape: number[];
  /** Byte position in the file. */
  start: number;
  /** Byte position behind the last number. */
  end: number;
}

/** What the header of a safetensors file says. */
export interface SafetensorsHeader {
  tensors: TensorEntry[];
  metadata: Map<string, string>;
}

/** Bytes in front of the header, which hold its length. */
export const lengthBytes = 8;
/** The format's own limit. */
export const longestJson = 100_000_000;

const types: Record<string, NumberType> = {
  F16: 'f16',
  BF16: 'bf16',
  F32: 'f32',
  F64: 'f64',
  I8: 'i8',
  U8: 'u8',
  I16: 'i16',
  U16: 'u16',
  I32: 'i32',
  U32: 'u32',
  I64: 'i64',
  U64: 'u64',
};
/** Bits of an element of the types that the format has and that are not read here. */
const otherBits: Record<string, number> = {
  F4: 4,
  F6_E2M3: 6,
  F6_E3M2: 6,
  BOOL: 8,
  F8_E4M3: 8,
  F8_E5M2: 8,
  F8_E8M0: 8,
  C64: 64,
};

/**
 * Reads the header of a safetensors file.
 *
 * @param json the bytes of the header.
 * @param size bytes of the whole file.
 * @throws RetrievalError for text that is no JSON of the format, names that come twice, and tensors that do not fill the rest of the file one after the other, without holes and without overlap.
 */
export function parseSafetensorsHeader(json: Uint8Array, size: number, path: string): SafetensorsHeader {
  const fail = (what: string, found?: string, expected?: string): never => {
    throw new RetrievalError({
      what,
      where: path,
      expected,
      found,
      fix: 'fetch or write the file again: it is damaged or not safetensors',
    });
  };
  const entries = parseJson(json, fail);
  const metadata = new Map<string, string>();
  const tensors: TensorEntry[] = [];
  const begin = lengthBytes + json.length;
  for (const [name, value] of entries) {
    if (name !== '__metadata__') {
      tensors.push(readEntry(name, value, begin, fail));
      continue;
    }
    for (const [key, text] of isRecord(value) ? Object.entries(value) : [[name, value] as const]) {
      if (typeof text !== 'string') fail('The metadata of the safetensors file is no text', key);
      else metadata.set(key, text);
    }
  }
  checkLayout(tensors, begin, size, fail);
  return { tensors, metadata };
}

type Fail = (what: string, found?: string, expected?: string) => never;

function parseJson(json: Uint8Array, fail: Fail): [string, unknown][] {
  let value: unknown;
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(json);
    value = JSON.parse(text);
  } catch (error) {
    return fail('The header of the safetensors file is not JSON', String(error));
  }
  if (!text.startsWith('{') || !isRecord(value)) {
    return fail('The header of the safetensors file is no object', text.slice(0, 40));
  }
  const repeated = findRepeatedKey(text);
  if (repeated !== undefined) fail('A name comes twice in the header of the safetensors file', repeated);
  return Object.entries(value);
}

/** A key that comes twice in one object of valid JSON, where `JSON.parse` keeps the last. */
function findRepeatedKey(json: string): string | undefined {
  const objects: Set<string>[] = [];
  for (let i = 0; i < json.length; i++) {
    if (json[i] === '{') objects.push(new Set());
    else if (json[i] === '}') objects.pop();
    else if (json[i] === '"') {
      const begin = i;
      for (i++; json[i] !== '"'; i++) if (json[i] === '\\') i++;
      if (!isColonNext(json, i + 1)) continue;
      const key = JSON.parse(json.slice(begin, i + 1)) as string;
      if (objects.at(-1)!.has(key)) return key;
      objects.at(-1)!.add(key);
    }
  }
  return undefined;
}

function isColonNext(json: string, position: number): boolean {
  let next = position;
  while (/\s/.test(json.charAt(next))) next++;
  return json[next] === ':';
}

function readEntry(name: string, value: unknown, begin: number, fail: Fail): TensorEntry {
  const { dtype, shape, data_offsets: offsets, ...rest } = isRecord(value) ? value : {};
  const isWhole = isWholeNumbers(shape) && isWholeNumbers(offsets) && offsets.length === 2;
  if (typeof dtype !== 'string' || !isWhole || Object.keys(rest).length > 0) {
    const expected = 'dtype, shape and two data_offsets, whole numbers from 0 on';
    return fail(
      `Tensor ${JSON.stringify(name)} is not described as it has to be`,
      JSON.stringify(value),
      expected,
    );
  }
  const type = Object.hasOwn(types, dtype) ? types[dtype] : undefined;
  const bits = type
    ? 8 * bytesPerNumber[type]
    : Object.hasOwn(otherBits, dtype)
      ? otherBits[dtype]
      : undefined;
  const [start, end] = offsets as [number, number];
  const numbers = shape.reduce((product, axis) => product * axis, 1);
  // How large a number of a newer type is, is not known here: its tensor is as large as it says.
  const bytes = bits === undefined ? Math.max(0, end - start) : (numbers * bits) / 8;
  if (end - start !== bytes) {
    const found = `bytes ${start} to ${end}`;
    fail(`Tensor ${JSON.stringify(name)} does not have the size of its shape`, found, `${bytes} bytes`);
  }
  return { name, dtype, type, shape, start: begin + start, end: begin + end };
}

function checkLayout(tensors: TensorEntry[], begin: number, size: number, fail: Fail): void {
  let end = begin;
  const inOrder = [...tensors].sort((a, b) => a.start - b.start || a.end - b.end);
  for (const tensor of inOrder) {
    const where = `tensor ${JSON.stringify(tensor.name)} begins at byte ${tensor.start}`;
    if (tensor.start < end) fail('Tensors overlap', where, `at byte ${end} or later`);
    if (tensor.start > end) fail('There is a hole between tensors', where, `at byte ${end}`);
    end = tensor.end;
  }
  if (size > end) fail('There are bytes behind the last tensor', `${size} bytes`, `${end} bytes`);
  if (size < end) fail('The file ends before its last tensor', `${size} bytes`, `${end} bytes`);
}

function isWholeNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((axis) => Number.isSafeInteger(axis) && axis >= 0);
}

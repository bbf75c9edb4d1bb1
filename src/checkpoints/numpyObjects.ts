import type { ByteReader } from './byteReader.js';
import { elementCount, isShape } from './checkpointTensor.js';
import type { AllowedCall, Buildable } from './pickleMachine.js';

type ReadElement = (view: DataView, at: number, littleEndian: boolean) => number;

interface ElementKind {
  bytes: number;
  read: ReadElement;
}

/** The types of plain numbers, by NumPy's code. */
const elementKinds = new Map<unknown, ElementKind>([
  ['b1', { bytes: 1, read: (view, at) => view.getUint8(at) }],
  ['i1', { bytes: 1, read: (view, at) => view.getInt8(at) }],
  ['u1', { bytes: 1, read: (view, at) => view.getUint8(at) }],
  ['i2', { bytes: 2, read: (view, at, little) => view.getInt16(at, little) }],
  ['u2', { bytes: 2, read: (view, at, little) => view.getUint16(at, little) }],
  ['i4', { bytes: 4, read: (view, at, little) => view.getInt32(at, little) }],
  ['u4', { bytes: 4, read: (view, at, little) => view.getUint32(at, little) }],
  ['i8', { bytes: 8, read: (view, at, little) => Number(view.getBigInt64(at, little)) }],
  ['u8', { bytes: 8, read: (view, at, little) => Number(view.getBigUint64(at, little)) }],
  ['f4', { bytes: 4, read: (view, at, little) => view.getFloat32(at, little) }],
  ['f8', { bytes: 8, read: (view, at, little) => view.getFloat64(at, little) }],
]);

/** A data type of NumPy; its state carries the byte order. */
class DataType implements Buildable {
  byteOrder = '|';
  constructor(readonly code: unknown) {}

  setState(state: unknown): void {
    this.byteOrder = Array.isArray(state) ? String((state as unknown[])[1]) : '|';
  }
}

/** An array of plain numbers as NumPy pickles it, row after row; empty until its state arrives. */
export class NumpyArray implements Buildable {
  shape: number[] = [0];
  /** NumPy's code with its byte order, for example `<f4`. */
  type = '';
  private view: DataView = new DataView(new ArrayBuffer(0));
  private kind?: ElementKind;

  constructor(private readonly reader: ByteReader) {}

  setState(state: unknown): void {
    const [, shape, type, columnMajor, content] = Array.isArray(state) ? (state as unknown[]) : [];
    this.fill(shape, type, columnMajor === false, content);
  }

  /** @throws RetrievalError for anything but numbers that fill the shape, row after row. */
  fill(shape: unknown, type: unknown, isRowMajor: boolean, content: unknown): this {
    const { reader } = this;
    const kind = type instanceof DataType ? elementKinds.get(type.code) : undefined;
    if (!kind) {
      const code = type instanceof DataType ? String(type.code) : typeof type;
      throw reader.error(
        'An array of the pickle does not hold plain numbers',
        `type ${JSON.stringify(code.slice(0, 80))}`,
        'store it as a list, or as numbers such as int64 or float32',
      );
    }
    if (!isRowMajor || !isShape(shape, reader.bytes.length)) {
      throw reader.error('An array of the pickle has an impossible shape or order', shorten(shape));
    }
    const bytes = typeof content === 'string' ? latin1(content, reader) : content;
    if (!(bytes instanceof Uint8Array) || bytes.length !== kind.bytes * elementCount(shape)) {
      const found = bytes instanceof Uint8Array ? `${bytes.length} bytes` : typeof bytes;
      throw reader.error('An array of the pickle does not fill its shape', found);
    }
    this.shape = shape;
    this.kind = kind;
    this.type = `${(type as DataType).byteOrder}${(type as DataType).code as string}`;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return this;
  }

  get length(): number {
    return elementCount(this.shape);
  }

  /** The number in a place, counted row after row; 64-bit integers beyond 2^53 are rounded. */
  at(place: number): number {
    return this.kind!.read(this.view, place * this.kind!.bytes, !this.type.startsWith('>'));
  }
}

/**
 * The globals of pickled arrays and scalars of NumPy, under their old and new module names, and those by which Python 3
 * writes bytes in the protocol of Python 2.
 */
export function numpyGlobals(reader: ByteReader): Map<string, AllowedCall | symbol> {
  let encoded = 0;
  const encode: AllowedCall = ([content, encoding]) => {
    if (typeof content !== 'string' || encoding !== 'latin1') {
      throw reader.error('The pickle encodes something that is not bytes', shorten(encoding));
    }
    // A text that is remembered and encoded over and over could blow a small file up to any size.
    encoded += content.length;
    if (encoded > reader.bytes.length) throw reader.error('The bytes of the pickle are larger than its file');
    return latin1(content, reader);
  };
  const emptyBytes: AllowedCall = (args) => {
    if (args.length > 0) throw reader.error('The pickle builds bytes from something');
    return new Uint8Array(0);
  };
  const scalar: AllowedCall = ([type, content]) => new NumpyArray(reader).fill([], type, true, content).at(0);
  const fromBuffer: AllowedCall = ([content, type, shape, order]) =>
    new NumpyArray(reader).fill(shape, type, order === 'C', content);
  const both = (name: string, call: AllowedCall): [string, AllowedCall][] => [
    [`numpy.core.${name}`, call],
    [`numpy._core.${name}`, call],
  ];
  return new Map<string, AllowedCall | symbol>([
    ...both('multiarray _reconstruct', () => new NumpyArray(reader)),
    ...both('multiarray scalar', scalar),
    ...both('numeric _frombuffer', fromBuffer),
    ['numpy ndarray', Symbol('ndarray')],
    ['numpy dtype', ([code]) => new DataType(code)],
    ['_codecs encode', encode],
    ['__builtin__ bytes', emptyBytes],
    ['builtins bytes', emptyBytes],
  ]);
}

function latin1(content: string, reader: ByteReader): Uint8Array {
  for (let i = 0; i < content.length; i++) {
    if (content.charCodeAt(i) > 0xff) throw reader.error('The pickle hides bytes in text that has none');
  }
  return Uint8Array.from(Buffer.from(content, 'latin1'));
}

function shorten(value: unknown): string {
  return String(value).slice(0, 80);
}

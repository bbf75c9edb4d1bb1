import { deflateRawSync, deflateSync } from 'node:zlib';
import { crc32 } from '../../../src/vectors/formats/crc32.js';

/** Little-endian bytes of numbers of a width in bytes. */
export function whole(width: 1 | 2 | 4 | 8, ...numbers: (number | bigint)[]): Buffer {
  return Buffer.concat(
    numbers.map((number) => {
      const bytes = Buffer.alloc(8);
      bytes.writeBigUInt64LE(BigInt.asUintN(64, BigInt(number)));
      return bytes.subarray(0, width);
    }),
  );
}

export function float32(...numbers: number[]): Buffer {
  return Buffer.from(Float32Array.from(numbers).buffer);
}

export function float64(...numbers: number[]): Buffer {
  return Buffer.from(Float64Array.from(numbers).buffer);
}

/** An `.npy` file of version 1. */
export function npyBytes(descriptor: string, shape: string, body: Uint8Array, columnMajor = false): Buffer {
  const header = `{'descr': '${descriptor}', 'fortran_order': ${columnMajor ? 'True' : 'False'}, 'shape': ${shape}, }\n`;
  return Buffer.concat([
    Buffer.from('\x93NUMPY\x01\x00', 'latin1'),
    whole(2, header.length),
    Buffer.from(header),
    body,
  ]);
}

/** What a zip archive says of one of its files, to be told wrongly. */
export interface ZipFile {
  name: string;
  content: Uint8Array;
  packed?: boolean;
  /** Default: 8 where it is packed, else 0. */
  method?: number;
  /** Default: the true one. */
  size?: number;
  checksum?: number;
}

/** A zip archive, written as PKWARE's note describes it; with the records for large archives if asked for. */
export function zipBytes(files: ZipFile[], large = false): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const file of files) {
    const { name, content, packed = false, size = content.length, checksum = crc32(content) } = file;
    const stored = packed ? deflateRawSync(content) : Buffer.from(content);
    const method = whole(2, file.method ?? (packed ? 8 : 0));
    const sizes = Buffer.concat([
      whole(4, checksum),
      whole(4, stored.length, size),
      whole(2, name.length, 0),
    ]);
    const local = [
      whole(4, 0x04034b50),
      whole(2, 20, 0),
      method,
      whole(2, 0, 0),
      sizes,
      Buffer.from(name),
      stored,
    ];
    directory.push(
      Buffer.concat([
        ...[whole(4, 0x02014b50), whole(2, 20, 20, 0), method, whole(2, 0, 0), sizes],
        ...[whole(2, 0, 0, 0), whole(4, 0, offset), Buffer.from(name)],
      ]),
    );
    parts.push(Buffer.concat(local));
    offset += parts.at(-1)!.length;
  }
  const list = Buffer.concat(directory);
  const record = Buffer.concat([
    ...[whole(4, 0x06064b50), whole(8, 44), whole(2, 45, 45), whole(4, 0, 0)],
    whole(8, files.length, files.length, list.length, offset),
  ]);
  const locator = Buffer.concat([whole(4, 0x07064b50, 0), whole(8, offset + list.length), whole(4, 1)]);
  const end = Buffer.concat([
    ...[whole(4, 0x06054b50), whole(2, 0, 0, files.length, files.length)],
    ...[whole(4, list.length, large ? 0xffffffff : offset), whole(2, 0)],
  ]);
  return Buffer.concat([...parts, list, ...(large ? [record, locator] : []), end]);
}

/** A safetensors file; the header is JSON text or what is made into it. */
export function safetensorsBytes(header: unknown, body: Uint8Array): Buffer {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  return Buffer.concat([whole(8, text.length), text, body]);
}

/** Writes elements of a MATLAB 5 file in one byte order. */
export class MatWriter {
  constructor(private readonly bigEndian = false) {}

  file(...variables: Buffer[]): Buffer {
    const text = Buffer.from('MATLAB 5.0 MAT-file, written by hand'.padEnd(116));
    const mark = this.bigEndian ? [1, 0, 0x4d, 0x49] : [0, 1, 0x49, 0x4d];
    return Buffer.concat([text, Buffer.alloc(8), Buffer.from(mark), ...variables]);
  }

  /** An element with its tag of eight bytes, filled up to a multiple of eight. */
  element(type: number, body: Uint8Array): Buffer {
    const rest = Buffer.alloc((8 - (body.length % 8)) % 8);
    return Buffer.concat([this.numbers(4, type, body.length), body, rest]);
  }

  /** An element whose data shares the eight bytes of its tag. */
  short(type: number, body: Uint8Array): Buffer {
    const tag = this.bigEndian ? [body.length, type] : [type, body.length];
    return Buffer.concat([this.numbers(2, ...tag), body, Buffer.alloc(4 - body.length)]);
  }

  matrix(flags: number, shape: number[], name: string, ...content: Buffer[]): Buffer {
    return this.element(
      14,
      Buffer.concat([
        this.element(6, this.numbers(4, flags, 0)),
        this.element(5, this.numbers(4, ...shape)),
        name.length > 0 && name.length <= 4
          ? this.short(1, Buffer.from(name))
          : this.element(1, Buffer.from(name)),
        ...content,
      ]),
    );
  }

  packed(variable: Buffer): Buffer {
    const body = deflateSync(variable);
    return Buffer.concat([this.numbers(4, 15, body.length), body]);
  }

  /** Numbers in the byte order of the file; their little-endian bytes turned round if it is the other. */
  ordered(width: number, bytes: Buffer): Buffer {
    if (!this.bigEndian || width === 1) return bytes;
    return Buffer.concat(
      Array.from({ length: bytes.length / width }, (_, i) =>
        Buffer.from(bytes.subarray(i * width, (i + 1) * width)).reverse(),
      ),
    );
  }

  private numbers(width: 2 | 4, ...values: number[]): Buffer {
    return this.ordered(width, whole(width, ...values));
  }
}

import { RetrievalError } from '../errors.js';

/** Reads little-endian values one after the other and never past the end. */
export class ByteReader {
  position = 0;
  private readonly view: DataView;

  /**
   * @param bytes the whole file
   * @param label names the file in errors
   */
  constructor(
    readonly bytes: Uint8Array,
    readonly label: string,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  uint8(): number {
    return this.view.getUint8(this.advance(1));
  }

  uint16(): number {
    return this.view.getUint16(this.advance(2), true);
  }

  int32(): number {
    return this.view.getInt32(this.advance(4), true);
  }

  uint32(): number {
    return this.view.getUint32(this.advance(4), true);
  }

  int64(): bigint {
    return this.view.getBigInt64(this.advance(8), true);
  }

  float64BigEndian(): number {
    return this.view.getFloat64(this.advance(8), false);
  }

  /** A view of the next `length` bytes; nothing is copied. */
  take(length: number): Uint8Array {
    const start = this.advance(length);
    return this.bytes.subarray(start, start + length);
  }

  /** The next line as text, without its line feed. */
  line(): string {
    const end = this.bytes.indexOf(0x0a, this.position);
    if (end < 0) throw this.error('A line does not end');
    const text = Buffer.from(this.take(end - this.position)).toString('latin1');
    this.position++;
    return text;
  }

  /** An error that names the file and the position. */
  error(what: string, found?: string, fix?: string): RetrievalError {
    return new RetrievalError({ what, where: `${this.label}, byte ${this.position}`, found, fix });
  }

  /** Runs `read`; whatever a damaged file makes it throw becomes an error that names the file. */
  guard<Result>(read: () => Result): Result {
    try {
      return read();
    } catch (cause) {
      if (cause instanceof RetrievalError) throw cause;
      throw this.error('The file cannot be read', String(cause));
    }
  }

  private advance(length: number): number {
    const start = this.position;
    if (length < 0 || start + length > this.bytes.length) {
      throw this.error(
        'The file ends too early',
        `${this.bytes.length} bytes, ${start + length} needed`,
        'fetch the file again: it is truncated or damaged',
      );
    }
    this.position = start + length;
    return start;
  }
}

import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { sha256OfBytes } from '../../base/files/sha256.js';
import { float32ToFloat16 } from './float16.js';
import { bytesPerElement, formatNpyHeader } from './npyHeader.js';

/** An `[N, D]` .npy file that is written in place, row range by row range, so that memory does not grow with N. */
export interface RowFile {
  /** Writes rows from row `first` on and returns their SHA-256 once they are on disk. */
  write(first: number, rows: Float32Array): Promise<string>;
  /** SHA-256 of `count` rows from row `first` on, whatever they hold. */
  checksum(first: number, count: number): Promise<string>;
  /** Cuts the file after `rows` rows and writes the header; before that no reader takes the file for an .npy file. */
  finish(rows: number): Promise<void>;
  /** Whether the file is as `finish` would leave it, whatever its rows hold. */
  isFinished(rows: number): Promise<boolean>;
  close(): Promise<void>;
}

/** Opens the file, or makes it with its folder. */
export async function openRowFile(
  file: string,
  columns: number,
  type: 'float32' | 'float16',
): Promise<RowFile> {
  await mkdir(dirname(file), { recursive: true });
  const handle = await openOrMake(file);
  const header = (rows: number): Buffer => formatNpyHeader(type, [rows, columns]);
  // The header's length does not depend on the number of rows: it is padded.
  const start = header(0).length;
  const rowBytes = columns * bytesPerElement[type];
  return {
    async write(first, rows) {
      const { buffer, byteOffset, byteLength } = type === 'float16' ? float32ToFloat16(rows) : rows;
      const bytes = new Uint8Array(buffer, byteOffset, byteLength);
      await writeAll(handle, bytes, start + first * rowBytes);
      await handle.datasync();
      return sha256OfBytes(bytes);
    },
    async checksum(first, count) {
      const bytes = new Uint8Array(count * rowBytes);
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, start + first * rowBytes);
      return sha256OfBytes(bytes.subarray(0, bytesRead));
    },
    async finish(rows) {
      await handle.truncate(start + rows * rowBytes);
      await writeAll(handle, header(rows), 0);
      await handle.sync();
    },
    async isFinished(rows) {
      const { size } = await handle.stat();
      const found = Buffer.alloc(start);
      await handle.read(found, 0, start, 0);
      return size === start + rows * rowBytes && found.equals(header(rows));
    },
    close: () => handle.close(),
  };
}

async function openOrMake(file: string): Promise<FileHandle> {
  try {
    return await open(file, 'r+');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return open(file, 'w+');
  }
}

async function writeAll(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

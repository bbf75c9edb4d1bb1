import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { openRegular } from '../base/files/regularFile.js';

/** A part of a file to be written, in a file of its own. */
export interface JoinedPart {
  file: string;
  /** Bytes at its beginning that are left out. */
  skip: number;
  /** Of the whole file. */
  sha256: string;
}

export interface JoinOptions {
  /** Stops between two pieces. */
  signal?: AbortSignal;
  /** Told the bytes of each piece that is written. */
  onBytes?: (bytes: number) => void;
}

const pieceBytes = 4 * 2 ** 20;

/**
 * Writes files after each other into one, piece by piece, and checks the checksum of each on the way.
 * @returns SHA-256 of the file, and the files of the parts that are gone or whose bytes are not what they were; the file is of no use if there are any.
 */
export async function joinFiles(
  out: string,
  header: Uint8Array,
  parts: readonly JoinedPart[],
  { signal, onBytes }: JoinOptions = {},
): Promise<{ sha256: string; damaged: string[] }> {
  const handle = await open(out, 'w');
  const whole = createHash('sha256');
  const damaged: string[] = [];
  const write = async (bytes: Uint8Array): Promise<void> => {
    whole.update(bytes);
    await handle.writeFile(bytes);
    onBytes?.(bytes.length);
  };
  try {
    await write(header);
    for (const part of parts) {
      if (!existsSync(part.file)) {
        damaged.push(part.file);
        continue;
      }
      const hash = createHash('sha256');
      let left = part.skip;
      for await (const piece of pieces(part.file)) {
        signal?.throwIfAborted();
        hash.update(piece);
        const cut = Math.min(left, piece.length);
        left -= cut;
        await write(piece.subarray(cut));
      }
      if (hash.digest('hex') !== part.sha256) damaged.push(part.file);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { sha256: whole.digest('hex'), damaged };
}

/** The bytes of a file, each piece until the next is asked for. */
async function* pieces(file: string): AsyncGenerator<Uint8Array> {
  const handle: FileHandle = await openRegular(file);
  const buffer = new Uint8Array(pieceBytes);
  try {
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, pieceBytes);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

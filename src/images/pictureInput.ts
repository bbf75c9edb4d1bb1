import { pictureBytes } from './pictureFormat.js';

/** A picture to decode: its file, or its bytes with the name by which errors call it. */
export type PictureInput = string | { bytes: Uint8Array; name: string };

/** How errors call a picture. */
export const nameOf = (input: PictureInput): string => (typeof input === 'string' ? input : input.name);

/** The bytes of a picture, those of a file as `pictureBytes` reads them. */
export const bytesOf = (input: PictureInput): Promise<Uint8Array> =>
  pictureBytes(typeof input === 'string' ? input : input.bytes);

/** Where a picture's bytes are. */
export interface PictureSource {
  path: string;
  read?: () => Promise<Uint8Array>;
}

/** The picture of a file, or of the bytes that `read` gives where it is no file of its own. */
export async function pictureInput({ path, read }: PictureSource): Promise<PictureInput> {
  if (!read) return path;
  const bytes = await read();
  // A thread is given all of the memory that they are a part of, such as a page of a table.
  return { bytes: bytes.length < bytes.buffer.byteLength ? new Uint8Array(bytes) : bytes, name: path };
}

/** The same for who knows how it is called. */
export async function pictureSource({ path, read }: PictureSource): Promise<Uint8Array | string> {
  return read ? read() : path;
}

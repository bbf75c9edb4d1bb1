/** A picture to decode: its file, or its bytes with the name by which errors call it. */
export type PictureInput = string | { bytes: Uint8Array; name: string };

/** The picture of a file, or of the bytes that `read` gives where it is no file of its own. */
export async function pictureInput(picture: {
  path: string;
  read?: () => Promise<Uint8Array>;
}): Promise<PictureInput> {
  const { path, read } = picture;
  return read ? { bytes: await read(), name: path } : path;
}

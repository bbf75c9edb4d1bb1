import { open, type FileHandle } from 'node:fs/promises';

/** A file of an archive, as the directory at its end tells. */
export interface ZipEntry {
  name: string;
  crc32: number;
}

const signatures = { end: 0x06054b50, locator: 0x07064b50, entry: 0x02014b50 };
const [endBytes, longestComment, locatorBytes, entryBytes] = [22, 0xffff, 20, 46];
/** Bytes of a directory that is read; one of millions of files has less. */
const longestDirectory = 2 ** 30;

/**
 * Reads the directory of a zip archive, also of one beyond 4 GiB, and nothing else of it.
 * @throws Error for an archive without one, or with one that does not lie in it.
 */
export async function readZipDirectory(file: string): Promise<ZipEntry[]> {
  const handle = await open(file);
  try {
    const { offset, bytes } = await directoryPlace(handle);
    const directory = await read(handle, offset, bytes);
    const entries: ZipEntry[] = [];
    let at = 0;
    while (at + entryBytes <= directory.length && directory.readUInt32LE(at) === signatures.entry) {
      const [name, extra, comment] = [28, 30, 32].map((field) => directory.readUInt16LE(at + field)) as [
        number,
        number,
        number,
      ];
      const isUtf8 = (directory.readUInt16LE(at + 8) & 0x800) !== 0;
      const start = at + entryBytes;
      entries.push({
        name: directory.toString(isUtf8 ? 'utf8' : 'latin1', start, start + name),
        crc32: directory.readUInt32LE(at + 16),
      });
      at = start + name + extra + comment;
    }
    return entries;
  } finally {
    await handle.close();
  }
}

async function directoryPlace(handle: FileHandle): Promise<{ offset: number; bytes: number }> {
  const { size } = await handle.stat();
  const length = Math.min(size, endBytes + longestComment + locatorBytes);
  const tail = await read(handle, size - length, length);
  const end = tail.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  if (end < 0 || end + endBytes > length) throw new Error('it has no end');
  const locator = end - locatorBytes;
  if (locator < 0 || tail.readUInt32LE(locator) !== signatures.locator) {
    return { bytes: tail.readUInt32LE(end + 12), offset: tail.readUInt32LE(end + 16) };
  }
  // The directory of a large archive is described in a record that the locator points to.
  const record = await read(handle, Number(tail.readBigUInt64LE(locator + 8)), 56);
  return { bytes: Number(record.readBigUInt64LE(40)), offset: Number(record.readBigUInt64LE(48)) };
}

async function read(handle: FileHandle, offset: number, length: number): Promise<Buffer> {
  if (length > longestDirectory) throw new Error(`its directory has ${length} bytes`);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, offset);
  if (bytesRead < length) throw new Error('its directory does not lie in it');
  return buffer;
}

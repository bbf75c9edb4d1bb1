import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';
import { crc32 } from './crc32.mjs';
import { safePath } from './safePath.mjs';

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;
const stored = 0;
const deflated = 8;

/**
 * Unpacks the files of a zip archive (a wheel is one) for which `target(name)` gives a relative path, below `folder`.
 * Sizes, checksums and paths are checked; an aborted signal stops the work. Resolves to the number of files.
 * @throws Error when the archive is damaged, encrypted, larger than 4 GB or would write outside of the folder.
 */
export async function unzip(archive, folder, target = (name) => name, { signal } = {}) {
  const file = await open(archive, 'r');
  try {
    const entries = (await readDirectory(file)).filter(({ name }) => !name.endsWith('/') && target(name));
    for (const entry of entries) {
      const path = safePath(folder, target(entry.name));
      await mkdir(dirname(path), { recursive: true });
      await extract({ archive, start: await dataStart(file, entry), path, signal }, entry);
    }
    return entries.length;
  } finally {
    await file.close();
  }
}

/**
 * What a zip archive holds: `{ name, size, ... }` of each file, sizes as unpacked.
 * @throws Error when the archive is damaged or larger than 4 GB.
 */
export async function zipEntries(archive) {
  const file = await open(archive, 'r');
  try {
    return await readDirectory(file);
  } finally {
    await file.close();
  }
}

async function readDirectory(file) {
  const { size } = await file.stat();
  const tail = await readAt(file, Math.max(0, size - 65_557), Math.min(size, 65_557));
  let end = tail.length - 22;
  while (end >= 0 && tail.readUInt32LE(end) !== endSignature) end--;
  if (end < 0) throw new Error('not a zip archive, or cut off');
  const count = tail.readUInt16LE(end + 10);
  const length = tail.readUInt32LE(end + 12);
  const start = tail.readUInt32LE(end + 16);
  if (count === 0xffff || start === 0xffffffff) throw new Error('zip archives over 4 GB are not read');
  const directory = await readAt(file, start, length);
  const entries = [];
  let offset = 0;
  for (let i = 0; i < count; i++) {
    const entry = readEntry(directory, offset);
    entries.push(entry);
    offset += entry.headerBytes;
  }
  return entries;
}

function readEntry(directory, offset) {
  if (offset + 46 > directory.length || directory.readUInt32LE(offset) !== entrySignature) {
    throw new Error('the directory of the zip archive is damaged');
  }
  const nameBytes = directory.readUInt16LE(offset + 28);
  return {
    name: directory.toString('utf8', offset + 46, offset + 46 + nameBytes),
    encrypted: (directory.readUInt16LE(offset + 8) & 1) === 1,
    method: directory.readUInt16LE(offset + 10),
    crc: directory.readUInt32LE(offset + 16),
    packed: directory.readUInt32LE(offset + 20),
    size: directory.readUInt32LE(offset + 24),
    local: directory.readUInt32LE(offset + 42),
    headerBytes: 46 + nameBytes + directory.readUInt16LE(offset + 30) + directory.readUInt16LE(offset + 32),
  };
}

async function dataStart(file, { name, local }) {
  const header = await readAt(file, local, 30);
  if (header.readUInt32LE(0) !== localSignature) throw new Error(`damaged zip entry: ${name}`);
  return local + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
}

async function extract({ archive, start, path, signal }, { name, method, packed, size, crc, encrypted }) {
  if (encrypted || (method !== stored && method !== deflated))
    throw new Error(`cannot read zip entry: ${name}`);
  let bytes = 0;
  let found = 0;
  const check = async function* (chunks) {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > size) throw new Error(`zip entry is larger than it says: ${name}`);
      found = crc32(chunk, found);
      yield chunk;
    }
  };
  const source = packed > 0 ? createReadStream(archive, { start, end: start + packed - 1 }) : [];
  const steps = method === deflated && packed > 0 ? [createInflateRaw({ chunkSize: 1 << 18 })] : [];
  await pipeline(source, ...steps, check, createWriteStream(path), { signal });
  if (bytes !== size || found !== crc) throw new Error(`zip entry fails its checksum: ${name}`);
}

async function readAt(file, position, length) {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  if (bytesRead !== length) throw new Error('the zip archive is cut off');
  return buffer;
}

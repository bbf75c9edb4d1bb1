import {
  chmodSync,
  closeSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  writeSync,
} from 'node:fs';

const blockBytes = 2 ** 22;

/**
 * Replaces a section of a 64-bit little-endian ELF file by zeros that take no room on disk, where the file system has
 * holes. A file without the section stays as it is.
 */
export function emptySection(file, name) {
  const source = openSync(file, 'r');
  const temporary = `${file}.tmp`;
  try {
    const hole = sections(source).find((section) => section.name === name);
    if (!hole) return;
    const { size, mode } = fstatSync(source);
    const target = openSync(temporary, 'w');
    try {
      copyPart(source, target, 0, hole.offset);
      copyPart(source, target, hole.offset + hole.size, size);
      ftruncateSync(target, size);
    } finally {
      closeSync(target);
    }
    chmodSync(temporary, mode);
    renameSync(temporary, file);
  } finally {
    closeSync(source);
  }
}

/** Name, offset and size of every section, from the tables that the header of an ELF file points to. */
function sections(file) {
  const header = read(file, 0, 64);
  const [entryBytes, count, namesAt] = [58, 60, 62].map((at) => header.readUInt16LE(at));
  const table = read(file, number(header, 40), count * entryBytes);
  const entries = Array.from({ length: count }, (_, n) => {
    const entry = table.subarray(n * entryBytes, (n + 1) * entryBytes);
    return { nameAt: entry.readUInt32LE(0), offset: number(entry, 24), size: number(entry, 32) };
  });
  const names = read(file, entries[namesAt].offset, entries[namesAt].size);
  return entries.map(({ nameAt, offset, size }) => {
    return { name: names.toString('latin1', nameAt, names.indexOf(0, nameAt)), offset, size };
  });
}

const number = (bytes, at) => Number(bytes.readBigUInt64LE(at));

function read(file, at, length) {
  const bytes = Buffer.alloc(length);
  readSync(file, bytes, 0, length, at);
  return bytes;
}

function copyPart(source, target, from, to) {
  const block = Buffer.alloc(blockBytes);
  for (let at = from; at < to;) {
    const length = readSync(source, block, 0, Math.min(blockBytes, to - at), at);
    writeSync(target, block, 0, length, at);
    at += length;
  }
}

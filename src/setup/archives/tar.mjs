import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { safePath } from './safePath.mjs';

const block = 512;
const largest = 256e6;

/**
 * Unpacks the plain files of a small `.tar.gz` for which `target(name)` gives a relative path, below `folder`.
 * Resolves to the number of files. Links and other special entries are left out.
 * @throws Error when the archive is damaged, over 256 MB or would write outside of the folder.
 */
export async function untar(archive, folder, target = (name) => name) {
  const bytes = await promisify(gunzip)(await readFile(archive), { maxOutputLength: largest });
  let count = 0;
  for (const { name, content } of entriesOf(bytes)) {
    const wanted = target(name);
    if (!wanted) continue;
    const path = safePath(folder, wanted);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
    count++;
  }
  return count;
}

function* entriesOf(bytes) {
  for (let offset = 0; offset + block <= bytes.length;) {
    const header = bytes.subarray(offset, offset + block);
    if (header.every((byte) => byte === 0)) return;
    const size = octal(header, 124, 12);
    if (checksum(header) !== octal(header, 148, 8)) throw new Error('the tar archive is damaged');
    if (offset + block + size > bytes.length) throw new Error('the tar archive is cut off');
    const type = String.fromCharCode(header[156]);
    if (type === '0' || type === '\0') {
      const prefix = text(header, 345, 155);
      const name = prefix ? `${prefix}/${text(header, 0, 100)}` : text(header, 0, 100);
      yield { name, content: bytes.subarray(offset + block, offset + block + size) };
    }
    offset += block + Math.ceil(size / block) * block;
  }
}

function checksum(header) {
  // The checksum's own eight bytes count as spaces.
  return header.reduce((sum, byte, i) => sum + (i >= 148 && i < 156 ? 32 : byte), 0);
}

function text(header, start, length) {
  return header.toString('utf8', start, start + length).split('\0')[0];
}

function octal(header, start, length) {
  const value = text(header, start, length).trim();
  if (!/^[0-7]+$/.test(value)) throw new Error('the tar archive is damaged');
  return Number.parseInt(value, 8);
}

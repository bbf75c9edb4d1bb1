import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { load, temporaryFolder } from './load.js';

type Unpack = (
  archive: string,
  folder: string,
  target?: (name: string) => string | undefined,
) => Promise<number>;
const { unzip } = await load<{ unzip: Unpack }>('archives/zip.mjs');
const { untar } = await load<{ untar: Unpack }>('archives/tar.mjs');
const { crc32, plainCrc32 } =
  await load<Record<string, (bytes: Uint8Array, previous?: number) => number>>('archives/crc32.mjs');

const words = new TextEncoder().encode('gallery and query '.repeat(500));

function stored(bytes: Uint8Array): { archive: string; folder: string } {
  const base = temporaryFolder();
  const archive = join(base, 'archive');
  writeFileSync(archive, bytes);
  return { archive, folder: join(base, 'out') };
}

function changed(bytes: Uint8Array, change: (copy: Buffer) => void): Uint8Array {
  const copy = Buffer.from(bytes);
  change(copy);
  return copy;
}

describe('unzip', () => {
  test('unpacks deflated, stored and empty files to their own bytes', async () => {
    const { archive, folder } = stored(
      zipSync({ 'a/deep/words.txt': words, 'a/empty': new Uint8Array(), 'b.bin': [words, { level: 0 }] }),
    );
    expect(await unzip(archive, folder)).toBe(3);
    expect(readFileSync(join(folder, 'a/deep/words.txt')).equals(words)).toBe(true);
    expect(readFileSync(join(folder, 'b.bin')).equals(words)).toBe(true);
    expect(readFileSync(join(folder, 'a/empty'))).toHaveLength(0);
  });

  test('unpacks only what is wanted, under the names asked for', async () => {
    const { archive, folder } = stored(zipSync({ 'x/one': words, 'y/two': words }));
    expect(await unzip(archive, folder, (name) => (name === 'y/two' ? 'second' : undefined))).toBe(1);
    expect(readdirSync(folder)).toEqual(['second']);
  });

  test('refuses a file whose bytes were changed', async () => {
    const zip = zipSync({ 'a.bin': [words, { level: 0 }] });
    const { archive, folder } = stored(changed(zip, (copy) => (copy[100] = copy[100] ^ 1)));
    await expect(unzip(archive, folder)).rejects.toThrow('fails its checksum: a.bin');
  });

  test('refuses a file that is larger than its entry says', async () => {
    const zip = zipSync({ 'a.bin': words });
    const entry = Buffer.from(zip).indexOf('PK\u0001\u0002');
    const { archive, folder } = stored(changed(zip, (copy) => copy.writeUInt32LE(10, entry + 24)));
    await expect(unzip(archive, folder)).rejects.toThrow('larger than it says');
  });

  test.each(['../out.txt', 'a/../../out.txt', '/out.txt', 'a\\..\\out.txt'])(
    'refuses the path %j and writes nothing',
    async (name) => {
      const { archive, folder } = stored(zipSync({ [name]: words }));
      await expect(unzip(archive, folder)).rejects.toThrow('unsafe path');
      expect(existsSync(folder)).toBe(false);
    },
  );

  test('refuses an archive that is cut off, damaged or encrypted', async () => {
    const zip = zipSync({ 'a.bin': words });
    const entry = Buffer.from(zip).indexOf('PK\u0001\u0002');
    const cases: [Uint8Array, string][] = [
      [zip.subarray(0, zip.length - 30), 'cut off'],
      [new Uint8Array(), 'not a zip archive'],
      [changed(zip, (copy) => copy.writeUInt32LE(0, entry)), 'directory of the zip archive is damaged'],
      [changed(zip, (copy) => copy.writeUInt32LE(0, 0)), 'damaged zip entry'],
      [changed(zip, (copy) => copy.writeUInt16LE(1, entry + 8)), 'cannot read zip entry'],
      [changed(zip, (copy) => copy.writeUInt16LE(12, entry + 10)), 'cannot read zip entry'],
    ];
    for (const [bytes, message] of cases) {
      const { archive, folder } = stored(bytes);
      await expect(unzip(archive, folder)).rejects.toThrow(message);
    }
  });
});

function tarOf(name: string, content: Uint8Array, type = '0'): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write('0000644\0', 100);
  header.write(content.length.toString(8).padStart(11, '0'), 124);
  header.write('        ', 148);
  header.write(type, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  const padding = Buffer.alloc((512 - (content.length % 512)) % 512);
  return Buffer.concat([header, content, padding]);
}

const tarEnd = Buffer.alloc(1024);

describe('untar', () => {
  test('unpacks files and leaves out links', async () => {
    const parts = [
      tarOf('p/words.txt', words),
      tarOf('p/link', new Uint8Array(), '2'),
      tarOf('p/b', words),
      tarEnd,
    ];
    const { archive, folder } = stored(gzipSync(Buffer.concat(parts)));
    expect(await untar(archive, folder)).toBe(2);
    expect(readFileSync(join(folder, 'p/words.txt')).equals(words)).toBe(true);
    expect(readdirSync(join(folder, 'p'))).toEqual(['b', 'words.txt']);
  });

  test('refuses unsafe paths, changed headers and missing bytes', async () => {
    const good = tarOf('words.txt', words);
    const cases: [Buffer, string][] = [
      [tarOf('../words.txt', words), 'unsafe path'],
      [Buffer.from(changed(good, (copy) => (copy[0] = 65))), 'damaged'],
      [good.subarray(0, 1024), 'cut off'],
    ];
    for (const [bytes, message] of cases) {
      const { archive, folder } = stored(gzipSync(bytes));
      await expect(untar(archive, folder)).rejects.toThrow(message);
    }
  });
});

describe('crc32', () => {
  test('gives the published check value and continues over parts', () => {
    const digits = new TextEncoder().encode('123456789');
    for (const checksum of [crc32, plainCrc32]) {
      expect(checksum(digits)).toBe(0xcbf43926);
      expect(checksum(digits.subarray(4), checksum(digits.subarray(0, 4)))).toBe(0xcbf43926);
    }
  });
});

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { unpack } from '../../../../src/datasets/benchmarks/download/unpack.js';
import type { UnpackLimits } from '../../../../src/datasets/benchmarks/download/unpackLimits.js';
import type { Archive } from '../../../../src/datasets/benchmarks/sources/types.js';
import { randomSource } from '../../../../src/base/randomSource.js';
import { tarOf, tgzOf, zipOf, type ArchiveEntry } from './archives.js';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'unpack-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const writers = { tar: tarOf, tgz: tgzOf, zip: zipOf };
const formats = ['tar', 'tgz', 'zip'] as const;

async function unpacked(entries: ArchiveEntry[], archive: Archive, limits?: UnpackLimits) {
  return unpackBytes(await writers[archive.format](entries), archive, limits);
}

function unpackBytes(bytes: Uint8Array, archive: Archive, limits?: UnpackLimits) {
  const file = join(folder, `archive.${archive.format}`);
  writeFileSync(file, bytes);
  return unpack(file, join(folder, 'out'), archive, { limits });
}

/** Files and their texts below the folder of what was unpacked. */
function contents(): Record<string, string> {
  const out = join(folder, 'out');
  const names = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    names.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path.slice(out.length + 1), readFileSync(path, 'utf8')];
    }),
  );
}

describe.each(formats)('a %s archive', (format) => {
  const tree: Archive = { format, layout: 'tree' };

  test('keeps its folders', async () => {
    const entries: ArchiveEntry[] = [
      ['a/b/one.jpg', '1'],
      ['./two.jpg', '22'],
      ['empty.txt', ''],
    ];
    expect(await unpacked(entries, tree)).toEqual({ files: 3, bytes: 3 });
    expect(contents()).toEqual({ 'a/b/one.jpg': '1', 'two.jpg': '22', 'empty.txt': '' });
  });

  test('loses its leading folder, or all folders', async () => {
    const entries: ArchiveEntry[] = [
      ['Set/images/1.jpg', '1'],
      ['notes.txt', 'n'],
    ];
    await unpacked(entries, { ...tree, root: 'Set' });
    expect(contents()).toEqual({ 'images/1.jpg': '1', 'notes.txt': 'n' });
    rmSync(join(folder, 'out'), { recursive: true });
    await unpacked(entries, { format, layout: 'flat' });
    expect(contents()).toEqual({ '1.jpg': '1', 'notes.txt': 'n' });
  });

  test('is rid of what file managers leave', async () => {
    await unpacked(
      [
        ['a/1.jpg', '1'],
        ['a/._1.jpg', 'x'],
        ['__MACOSX/a/1.jpg', 'x'],
        ['.DS_Store', 'x'],
      ],
      tree,
    );
    expect(contents()).toEqual({ 'a/1.jpg': '1' });
  });

  test.each([
    '../evil.jpg',
    'a/../../evil.jpg',
    '/evil.jpg',
    'C:/evil.jpg',
    'a\\..\\..\\evil.jpg',
    '%2e%2e/evil.jpg',
  ])('refuses the path %s, in any layout', async (path) => {
    for (const layout of ['tree', 'flat'] as const) {
      await expect(
        unpacked(
          [
            ['good.jpg', '1'],
            [path, 'x'],
          ],
          { format, layout },
        ),
      ).rejects.toThrow(/The archive holds a path that/);
      rmSync(join(folder, 'out'), { recursive: true });
    }
    expect(existsSync(join(folder, 'evil.jpg'))).toBe(false);
    expect(existsSync('/evil.jpg')).toBe(false);
  });

  test('refuses two files of one name where folders are dropped', async () => {
    const entries: ArchiveEntry[] = [
      ['a/1.jpg', '1'],
      ['b/1.jpg', '2'],
    ];
    await expect(unpacked(entries, { format, layout: 'flat' })).rejects.toThrow(
      'two files for the same place',
    );
  });

  test('stops at a bomb', async () => {
    const bomb = new Uint8Array(3_000_000);
    const limits = { bytes: 1_000_000, files: 10 };
    await expect(unpacked([['zeros.jpg', bomb]], tree, limits)).rejects.toThrow(
      'unpacks to more than 1000000 bytes',
    );
    const many = Array.from({ length: 11 }, (_, index): ArchiveEntry => [`${index}.jpg`, '']);
    rmSync(join(folder, 'out'), { recursive: true });
    await expect(unpacked(many, tree, limits)).rejects.toThrow('more than 10 files');
  });

  test('is refused when it ends too early, is something else or is empty', async () => {
    const random = randomSource(1, 'noise');
    const noise = Uint8Array.from({ length: 6000 }, () => random.integer(256));
    const whole = await writers[format]([
      ['1.jpg', noise],
      ['2.jpg', noise],
    ]);
    const cut = [0.3, 0.7].map((share) => whole.subarray(0, share * whole.length));
    for (const bytes of [...cut, Buffer.from('<html>gone</html>'), new Uint8Array()]) {
      await expect(unpackBytes(bytes, tree)).rejects.toThrow(`The archive is damaged`);
      rmSync(join(folder, 'out'), { recursive: true });
    }
  });
});

test('a zip archive that ends between two files is refused', async () => {
  const whole = Buffer.from(
    zipOf([
      ['1.jpg', '1'],
      ['2.jpg', '2'],
    ]),
  );
  const second = whole.lastIndexOf('PK\x03\x04', undefined, 'latin1');
  const end = whole.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  const archive: Archive = { format: 'zip', layout: 'tree' };
  await expect(unpackBytes(whole.subarray(0, second), archive)).rejects.toThrow('it has no end');
  rmSync(join(folder, 'out'), { recursive: true });
  const joined = Buffer.concat([whole.subarray(0, second), whole.subarray(end)]);
  await expect(unpackBytes(joined, archive)).rejects.toThrow(/damaged/);
});

test('a zip archive is refused when a byte of a stored file is flipped, or a file is missing', async () => {
  const noise = Uint8Array.from({ length: 600 }, (_, n) => (n * n) % 251);
  const entries = { 'a/ä.jpg': noise, '2.jpg': noise.slice(9) };
  const archive: Archive = { format: 'zip', layout: 'tree' };
  for (const level of [0, 6] as const) {
    const whole = Buffer.from(zipSync(entries, { level }));
    expect(await unpackBytes(whole, archive)).toMatchObject({ files: 2 });
    rmSync(join(folder, 'out'), { recursive: true });
    if (level > 0) continue;
    whole[whole.indexOf(Buffer.from(noise.subarray(100, 150))) + 7] ^= 1;
    await expect(unpackBytes(whole, archive)).rejects.toThrow('a/ä.jpg does not have the checksum');
    rmSync(join(folder, 'out'), { recursive: true });
  }
});

describe('a tar archive', () => {
  test.each([
    ['symlink', 'link', '/etc'],
    ['link', 'hard', '../../target'],
    ['fifo', 'pipe', undefined],
    ['character-device', 'null', undefined],
  ] as const)('with a %s is refused', async (type, name, linkname) => {
    const bytes = await tarOf([
      ['1.jpg', '1'],
      [name, '', { type, linkname }],
    ]);
    await expect(unpackBytes(bytes, { format: 'tar', layout: 'tree' })).rejects.toThrow(
      `The archive holds a ${type}`,
    );
    expect(existsSync(join(folder, 'out', name))).toBe(false);
  });

  test('with a folder that climbs is refused', async () => {
    const bytes = await tarOf([['../up', '', { type: 'directory' }]]);
    await expect(unpackBytes(bytes, { format: 'tar', layout: 'flat' })).rejects.toThrow('climbs');
  });

  test('says how far it is, and stops when it is told to', async () => {
    const file = join(folder, 'archive.tar');
    writeFileSync(file, await tarOf([['1.jpg', new Uint8Array(300_000)]]));
    const archive: Archive = { format: 'tar', layout: 'tree' };
    const controller = new AbortController();
    const progress: number[] = [];
    await unpack(file, join(folder, 'out'), archive, {
      onProgress: (done, total) => progress.push(done / total),
    });
    expect(progress.at(-1)).toBe(1);
    controller.abort(new Error('stop'));
    const work = unpack(file, join(folder, 'other'), archive, { signal: controller.signal });
    await expect(work).rejects.toThrow('stop');
  });
});

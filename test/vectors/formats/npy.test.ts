import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readBlocks, readNpy, readNpyMatrix, writeNpy } from '../../../src/vectors/formats/npy.js';
import { formatNpyHeader } from '../../../src/vectors/formats/npyHeader.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'npy-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A file with the given header text and element bytes. */
function npyFile(name: string, header: string, elements: Uint8Array | number): string {
  const prefix = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 0, 0]);
  prefix.writeUInt16LE(header.length, 8);
  const bytes = typeof elements === 'number' ? new Uint8Array(elements) : elements;
  const file = join(folder, name);
  writeFileSync(file, Buffer.concat([prefix, Buffer.from(header, 'latin1'), bytes]));
  return file;
}

describe('npy files', () => {
  test('give back the numbers and shapes that were written', async () => {
    const file = join(folder, 'round.npy');
    for (const array of [
      { shape: [2, 3], data: new Float32Array([1, -2, 3.5, 1e-20, 5, 6]) },
      { shape: [4], data: new Int32Array([1, -2, 2 ** 31 - 1, 0]) },
      { shape: [0, 7], data: new Float32Array(0) },
    ]) {
      await writeNpy(file, array);
      expect(await readNpy(file)).toEqual(array);
    }
  });

  test('start their elements at a multiple of 64 bytes, as NumPy does', () => {
    const header = formatNpyHeader('float32', [12345, 1280]);
    expect(header.length % 64).toBe(0);
    expect(header.toString('latin1', 10).trimEnd()).toBe(
      "{'descr': '<f4', 'fortran_order': False, 'shape': (12345, 1280), }",
    );
  });

  test('are read from the bytes that NumPy writes, half precision widened', async () => {
    const header = "{'descr': '<f2', 'fortran_order': False, 'shape': (4,), }\n";
    // 1, -2, the smallest subnormal and 65504, the largest half.
    const file = npyFile(
      'half.npy',
      header,
      new Uint8Array(new Uint16Array([0x3c00, 0xc000, 1, 0x7bff]).buffer),
    );
    expect(await readNpy(file)).toEqual({ shape: [4], data: new Float32Array([1, -2, 2 ** -24, 65504]) });
  });

  test('are read in blocks whose last one may be shorter', async () => {
    const file = join(folder, 'blocks.npy');
    const data = Float32Array.from({ length: 10 }, (_, i) => i);
    await writeNpy(file, { shape: [5, 2], data });
    const blocks = [];
    for await (const { first, block } of readBlocks(file, 2)) blocks.push([first, ...block.data]);
    expect(blocks).toEqual([
      [0, 0, 1, 2, 3],
      [2, 4, 5, 6, 7],
      [4, 8, 9],
    ]);
  });

  const malformed: [string, string, number, RegExp][] = [
    ['pickled objects', "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }\n", 8, /another type/],
    ['big-endian numbers', "{'descr': '>f4', 'fortran_order': False, 'shape': (1,), }\n", 4, /another type/],
    ['column-major order', "{'descr': '<f4', 'fortran_order': True, 'shape': (1,), }\n", 4, /column-major/],
    [
      'a shape beyond any memory',
      "{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296), }\n",
      4,
      /too large/,
    ],
    ['fewer numbers than promised', "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }\n", 8, /size/],
    ['numbers behind the array', "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }\n", 5, /size/],
    [
      'records',
      "{'descr': [('x', '<f4', (2,)), ('id', '<U4')], 'fortran_order': False, 'shape': (1,), }\n",
      24,
      /structured type\), which are not supported[^]*records of x, id[^]*array\["x"\]/,
    ],
    ['code in the header', "{'descr': __import__('os').system('x'), }\n", 4, /malformed/],
    ['a negative axis', "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }\n", 4, /malformed/],
  ];
  for (const [what, header, elements, message] of malformed) {
    test(`are refused with ${what}`, async () => {
      await expect(readNpy(npyFile('bad.npy', header, elements))).rejects.toThrow(message);
    });
  }

  test('are refused without the magic bytes, with a header cut off, or with another rank than asked for', async () => {
    const file = join(folder, 'other.npy');
    writeFileSync(file, 'PK something else entirely');
    await expect(readNpy(file)).rejects.toThrow(/not an .npy file/);
    writeFileSync(file, formatNpyHeader('float32', [1]).subarray(0, 40));
    await expect(readNpy(file)).rejects.toThrow(/cut off/);
    await writeNpy(file, { shape: [2], data: new Float32Array(2) });
    await expect(readNpyMatrix(file)).rejects.toThrow(/one vector per row/);
    await expect(readBlocks(file, 1).next()).rejects.toThrow(/one vector per row/);
    await expect(writeNpy(file, { shape: [3], data: new Float32Array(2) })).rejects.toThrow(/fill/);
  });
});

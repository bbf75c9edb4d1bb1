import { describe, expect, test } from 'vitest';
import { float32, float64, MatWriter, whole } from './byHand.js';
import { embeddingFiles, numbers, rows } from './readBack.js';

const { read } = embeddingFiles();

describe('.mat files written by hand', () => {
  for (const bigEndian of [false, true]) {
    describe(bigEndian ? 'big-endian' : 'little-endian', () => {
      const mat = new MatWriter(bigEndian);
      const single = mat.element(7, mat.ordered(4, float32(...numbers)));
      const text = (id: string) => mat.matrix(4, [1, id.length], '', mat.element(16, Buffer.from(id)));

      test('have an image in each column', async () => {
        const X = mat.matrix(7, [3, 2], 'X', single);
        expect((await read('a.mat', mat.file(X))).rows).toEqual(rows);
        const byRow = await read('a.mat', mat.file(X), { transpose: false });
        expect(byRow.rows).toEqual([
          [1, 4],
          [2, 5],
          [3, 6],
        ]);
      });

      test('may be packed, and may store float64 as smaller integers', async () => {
        const X = mat.packed(mat.matrix(6, [3, 2], 'X', mat.element(2, whole(1, ...numbers))));
        expect((await read('p.mat', mat.file(X))).rows).toEqual(rows);
        const wide = mat.matrix(6, [3, 2], 'features', mat.element(9, mat.ordered(8, float64(...numbers))));
        expect((await read('w.mat', mat.file(mat.packed(wide)))).rows).toEqual(rows);
      });

      test('may have ids as cells, as rows of characters and as whole numbers', async () => {
        const X = mat.matrix(7, [3, 2], 'X', single);
        const idsOf = async (ids: Buffer) => (await read('i.mat', mat.file(ids, X))).ids;
        expect(await idsOf(mat.matrix(1, [2, 1], 'ids', text('first'), text('b')))).toEqual(['first', 'b']);
        const units = mat.ordered(2, whole(2, 0x61, 0x62, 0x20, 0xe9));
        expect(await idsOf(mat.matrix(4, [2, 2], 'ids', mat.element(4, units)))).toEqual(['a', 'bé']);
        const whole64 = mat.element(9, mat.ordered(8, float64(7, 8)));
        expect(await idsOf(mat.matrix(6, [2, 1], 'ids', whole64))).toEqual(['7', '8']);
        const broken = mat.element(9, mat.ordered(8, float64(7, 8.5)));
        await expect(idsOf(mat.matrix(6, [2, 1], 'ids', broken))).rejects.toThrow(
          /no whole number[\s\S]*8.5/,
        );
        await expect(idsOf(mat.matrix(1, [2, 1], 'ids', text('a'), X))).rejects.toThrow(
          /cell 1 that is no text/,
        );
      });

      test('with several variables need a name; sparse, complex and logical ones are none', async () => {
        const bytes = mat.file(
          mat.matrix(7, [3, 2], 'X', single),
          mat.matrix(7, [1, 1], 'Q', mat.short(7, mat.ordered(4, float32(9)))),
          mat.matrix(5, [3, 2], 'sparse', single),
          mat.matrix(0x0800 | 7, [3, 2], 'wave', single, single),
          mat.matrix(0x0200 | 9, [1, 1], 'mask', mat.short(2, whole(1, 1))),
          mat.matrix(7, [3, 1, 2], 'cube', single),
        );
        await expect(read('s.mat', bytes)).rejects.toThrow(
          /X: \[3, 2\]; Q: \[1, 1\]; sparse: sparse \[3, 2\]; wave: complex single \[3, 2\]; mask: logical uint8 \[1, 1\]; cube: single \[3, 1, 2\]/,
        );
        expect((await read('s.mat', bytes, { array: 'Q' })).rows).toEqual([[9]]);
        await expect(read('s.mat', bytes, { array: 'wave' })).rejects.toThrow(/named "wave"/);
      });
    });
  }
});

describe('.mat files', () => {
  const mat = new MatWriter();
  const X = mat.matrix(7, [2, 1], 'X', mat.element(7, float32(1, 2)));
  const cases: [string, Buffer, RegExp][] = [
    ['no byte order', Buffer.from(mat.file(X)).fill(0x20, 126, 128), /damaged[\s\S]*byte 126/],
    ['nothing in them', mat.file(), /no array of vectors[\s\S]*nothing/],
    ['two variables of one name', mat.file(X, X), /two variables named "X"/],
    [
      'an element that is no variable',
      mat.file(mat.element(7, float32(1, 2))),
      /type 7 instead of a variable/,
    ],
    [
      'a packed element that is no variable',
      mat.file(mat.packed(mat.element(7, float32(1)))),
      /packed element of type 7/,
    ],
    ['a packed part that cannot be unpacked', mat.file(mat.element(15, Buffer.from('abcdefgh'))), /damaged/],
    [
      'a bomb',
      mat.file(mat.packed(mat.matrix(9, [4e7, 1], 'X', mat.element(2, Buffer.alloc(4e7))))),
      /zip bomb/,
    ],
    [
      'numbers that do not fill the shape',
      mat.file(mat.matrix(7, [3, 1], 'X', mat.element(7, float32(1, 2)))),
      /8 bytes of type 7 for \[3, 1\]/,
    ],
    [
      'numbers of an unknown type',
      mat.file(mat.matrix(7, [2, 1], 'X', mat.element(99, float32(1, 2)))),
      /type 99/,
    ],
    [
      'a negative dimension',
      mat.file(mat.matrix(7, [-2, -1], 'X', mat.element(7, float32(1, 2)))),
      /dimensions \[-2, -1\]/,
    ],
    ['one dimension', mat.file(mat.matrix(7, [2], 'X', mat.element(7, float32(1, 2)))), /dimensions \[2\]/],
    ['no description', mat.file(mat.element(14, mat.element(7, float32(1, 2)))), /cut off|without flags/],
    [
      'a short element that is too long',
      mat.file(Buffer.concat([whole(2, 14, 5), Buffer.alloc(12)])),
      /short element of 5 bytes/,
    ],
  ];
  for (const [what, bytes, message] of cases) {
    test(`are refused with ${what}`, async () => {
      await expect(read('bad.mat', bytes)).rejects.toThrow(message);
    });
  }

  test('may lack the padding of their last element', async () => {
    const bytes = mat.file(mat.matrix(7, [1, 1], 'X', Buffer.concat([whole(4, 7, 4), float32(5)])));
    expect((await read('short.mat', bytes)).rows).toEqual([[5]]);
  });
});

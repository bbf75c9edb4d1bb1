import { describe, expect, test } from 'vitest';
import { readEmbeddingFile } from '../../src/vectors/readEmbeddingFile.js';
import type { EmbeddingFileOptions } from '../../src/vectors/types.js';
import { float32, float64, MatWriter, npyBytes, safetensorsBytes, whole, zipBytes } from './byHand.js';
import { temporaryFolder } from '../helpers/temporaryFolder.js';
import { parquetFiles } from './parquetFiles.js';

const file = temporaryFolder();

/** The rows that a file gives, as lists, and its ids. */
async function read(name: string, bytes: Uint8Array, options?: EmbeddingFileOptions) {
  const { matrix, ids } = await readEmbeddingFile(file(name, bytes), options);
  const { data, rows, columns } = matrix;
  return {
    rows: Array.from({ length: rows }, (_, i) => [...data.slice(i * columns, (i + 1) * columns)]),
    ids,
  };
}

const rows = [
  [1, 2, 3],
  [4, 5, 6],
];
const numbers = [1, 2, 3, 4, 5, 6];

describe('.npy files written by hand', () => {
  const halves = whole(2, 0x3c00, 0x4000, 0x4200, 0x4400, 0x4500, 0x4600);
  const cases: [string, string, Buffer][] = [
    ['float32', '<f4', float32(...numbers)],
    ['big-endian float32', '>f4', Buffer.from(float32(...numbers)).swap32()],
    ['float64', '<f8', float64(...numbers)],
    ['big-endian float64', '>f8', Buffer.from(float64(...numbers)).swap64()],
    ['float16', '<f2', halves],
    ['big-endian float16', '>f2', Buffer.from(halves).swap16()],
    ['int8', '|i1', whole(1, ...numbers)],
    ['uint8', '|u1', whole(1, ...numbers)],
    ['int16', '<i2', whole(2, ...numbers)],
    ['uint16', '<u2', whole(2, ...numbers)],
    ['int32', '<i4', whole(4, ...numbers)],
    ['uint32', '<u4', whole(4, ...numbers)],
    ['int64', '<i8', whole(8, ...numbers)],
    ['big-endian uint64', '>u8', whole(8, ...numbers).swap64()],
  ];
  for (const [what, descriptor, body] of cases) {
    test(`of ${what}`, async () => {
      expect((await read('a.npy', npyBytes(descriptor, '(2, 3)', body))).rows).toEqual(rows);
    });
  }

  test('have the sign of zero, denormals, infinities and NaN', async () => {
    const special = [-0, 1e-45, Infinity, -Infinity, NaN, 3.4028234663852886e38];
    const { matrix } = await readEmbeddingFile(file('a.npy', npyBytes('<f8', '(1, 6)', float64(...special))));
    expect([...matrix.data]).toEqual(special.map(Math.fround));
    const minusOne = whole(2, 0x8000, 0xbc00, 1, 0x7c00, 0xfc00);
    expect((await read('b.npy', npyBytes('<f2', '(1, 5)', minusOne))).rows).toEqual([
      [-0, -1, 2 ** -24, Infinity, -Infinity],
    ]);
  });

  test('in column-major order, with images as columns, and with both', async () => {
    const byColumn = float32(1, 4, 2, 5, 3, 6);
    expect((await read('f.npy', npyBytes('<f4', '(2, 3)', byColumn, true))).rows).toEqual(rows);
    expect((await read('t.npy', npyBytes('<f4', '(3, 2)', byColumn), { transpose: true })).rows).toEqual(
      rows,
    );
    const both = npyBytes('<f4', '(3, 2)', float32(...numbers), true);
    expect((await read('ft.npy', both, { transpose: true })).rows).toEqual(rows);
  });

  test('round float64 to the nearest float32', async () => {
    const bytes = npyBytes('<f8', '(1, 2)', float64(0.1, 1 + 2 ** -30));
    expect((await read('d.npy', bytes)).rows).toEqual([[Math.fround(0.1), 1]]);
  });

  test('refuse a float64 beyond float32 and integers that would change, with their place', async () => {
    const large = npyBytes('<f8', '(1, 2)', float64(1, 1e39));
    await expect(read('d.npy', large)).rejects.toThrow(/too large for float32[\s\S]*number 1[\s\S]*1e\+39/);
    const odd = npyBytes('<i4', '(1, 3)', whole(4, 1, 2 ** 24, 2 ** 24 + 1));
    await expect(read('i.npy', odd)).rejects.toThrow(
      /integer would be changed[\s\S]*number 2[\s\S]*16777217/,
    );
    const long = npyBytes('<i8', '(1, 1)', whole(8, 2n ** 53n + 1n));
    await expect(read('l.npy', long)).rejects.toThrow(/9007199254740993/);
  });
});

describe('.npz files written by hand', () => {
  const X = npyBytes('<f4', '(2, 3)', float32(...numbers));
  const texts = npyBytes('<U2', '(2,)', whole(4, 0x61, 0, 0xe9, 0x1f600));

  for (const packed of [false, true]) {
    test(`${packed ? 'packed' : 'stored'}, with ids in UTF-32`, async () => {
      const bytes = zipBytes([
        { name: 'X.npy', content: X, packed },
        { name: 'ids.npy', content: texts, packed },
      ]);
      expect(await read('a.npz', bytes)).toEqual({ rows, ids: ['a', 'é😀'] });
    });
  }

  test('with the directory of an archive beyond 4 GiB', async () => {
    expect((await read('z.npz', zipBytes([{ name: 'X.npy', content: X }], true))).rows).toEqual(rows);
  });

  test('with ids as bytes, as big-endian text and as integers', async () => {
    const idsOf = async (content: Buffer) =>
      (
        await read(
          'i.npz',
          zipBytes([
            { name: 'names.npy', content },
            { name: 'X.npy', content: X },
          ]),
          { idColumn: 'names' },
        )
      ).ids;
    expect(await idsOf(npyBytes('|S3', '(2,)', Buffer.from('a\0\0bé')))).toEqual(['a', 'bé']);
    expect(await idsOf(npyBytes('>U1', '(2,)', whole(4, 0x61, 0xe9).swap32()))).toEqual(['a', 'é']);
    expect(await idsOf(npyBytes('<i8', '(2,)', whole(8, -1, 2n ** 60n)))).toEqual([
      '-1',
      '1152921504606846976',
    ]);
  });

  test('with several arrays need a name, and take it', async () => {
    const Y = npyBytes('<f4', '(1, 1)', float32(9));
    const bytes = zipBytes([
      { name: 'X.npy', content: X },
      { name: 'Y.npy', content: Y },
      { name: 'labels.npy', content: npyBytes('<i8', '(1,)', whole(8, 1)) },
    ]);
    await expect(read('s.npz', bytes)).rejects.toThrow(
      /several arrays[\s\S]*X: \[2, 3\]; Y: \[1, 1\]; labels: <i8 \[1\][\s\S]*name one of X, Y/,
    );
    expect((await read('s.npz', bytes, { array: 'Y' })).rows).toEqual([[9]]);
    await expect(read('s.npz', bytes, { array: 'Z' })).rejects.toThrow(/named "Z"/);
    await expect(read('s.npz', bytes, { array: 'Y', idColumn: 'names' })).rejects.toThrow(
      /no ids named "names"/,
    );
  });

  test('with pickled ids are read as long as these are not asked for', async () => {
    const bytes = zipBytes([
      { name: 'X.npy', content: X },
      { name: 'names.npy', content: npyBytes('|O', '(2,)', Buffer.from('\x80\x04N.', 'latin1')) },
    ]);
    expect((await read('o.npz', bytes)).rows).toEqual(rows);
    await expect(read('o.npz', bytes, { idColumn: 'names' })).rejects.toThrow(/pickles are not run/);
  });
});

describe('safetensors files written by hand', () => {
  const tensor = (dtype: string, bytes: number, shape = [2, 3]) => ({
    dtype,
    shape,
    data_offsets: [0, bytes],
  });
  const cases: [string, Buffer][] = [
    ['F32', float32(...numbers)],
    ['F64', float64(...numbers)],
    ['F16', whole(2, 0x3c00, 0x4000, 0x4200, 0x4400, 0x4500, 0x4600)],
    ['BF16', whole(2, 0x3f80, 0x4000, 0x4040, 0x4080, 0x40a0, 0x40c0)],
    ['U8', whole(1, ...numbers)],
    ['I64', whole(8, ...numbers)],
  ];
  for (const [dtype, body] of cases) {
    test(`of ${dtype}`, async () => {
      const bytes = safetensorsBytes({ X: tensor(dtype, body.length) }, body);
      expect((await read('a.safetensors', bytes)).rows).toEqual(rows);
    });
  }

  test('with other tensors, a header that is filled up, and ids in the metadata or as integers', async () => {
    const header = {
      __metadata__: { format: 'pt', ids: '["a","b"]' },
      keys: { dtype: 'I64', shape: [2], data_offsets: [24, 40] },
      X: tensor('F32', 24),
      empty: { dtype: 'BOOL', shape: [0], data_offsets: [40, 40] },
    };
    const bytes = safetensorsBytes(
      `${JSON.stringify(header)}   `,
      Buffer.concat([float32(...numbers), whole(8, 7, 8)]),
    );
    expect(await read('m.safetensors', bytes)).toEqual({ rows, ids: ['a', 'b'] });
    expect(await read('m.safetensors', bytes, { idColumn: 'keys' })).toEqual({ rows, ids: ['7', '8'] });
    await expect(read('m.safetensors', bytes, { idColumn: 'format' })).rejects.toThrow(
      /JSON list of texts[\s\S]*pt/,
    );
  });

  test('with names that are no ordinary ones', async () => {
    const bytes = safetensorsBytes(
      '{"__proto__":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}}',
      float32(...numbers),
    );
    expect((await read('p.safetensors', bytes, { array: '__proto__' })).rows).toEqual(rows);
  });
});

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

describe('Parquet files written by pyarrow', () => {
  const vectors = [
    [1, -2, 0.5],
    [0.25, 3, -0],
  ];

  test('of float32, not packed', async () => {
    expect(await read('a.parquet', parquetFiles.plain)).toEqual({ rows: vectors, ids: ['a', 'bé'] });
  });

  test('of float64, packed, in several groups, with integers for ids', async () => {
    const options = { idColumn: 'key' };
    const read64 = await read('p.parquet', parquetFiles.packed, options);
    expect(read64).toEqual({ rows: vectors, ids: ['7', '9007199254740993'] });
  });

  test('of float16, with several columns of vectors', async () => {
    expect((await read('h.parquet', parquetFiles.half, { array: 'v' })).rows).toEqual(vectors);
    await expect(read('h.parquet', parquetFiles.half)).rejects.toThrow(
      /several columns[\s\S]*v: list of FLOAT16; w: list of FLOAT[\s\S]*name one of v, w/,
    );
  });

  test('are refused with vectors of different length, with gaps, and without vector or id', async () => {
    await expect(read('r.parquet', parquetFiles.ragged)).rejects.toThrow(
      /another length[\s\S]*column "v", row 1[\s\S]*1 numbers[\s\S]*2 numbers/,
    );
    await expect(read('g.parquet', parquetFiles.gap)).rejects.toThrow(/row 1[\s\S]*a list with gaps/);
    await expect(read('m.parquet', parquetFiles.missing)).rejects.toThrow(/row 1[\s\S]*found: nothing/);
    await expect(read('n.parquet', parquetFiles.nameless)).rejects.toThrow(/no id[\s\S]*column "id", row 1/);
    await expect(read('m.parquet', parquetFiles.plain, { idColumn: 'v' })).rejects.toThrow(
      /no ids named "v"/,
    );
    await expect(read('m.parquet', parquetFiles.plain, { array: 'id' })).rejects.toThrow(
      /named "id"[\s\S]*id: STRING/,
    );
  });
});

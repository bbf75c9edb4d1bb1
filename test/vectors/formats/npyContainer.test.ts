import { describe, expect, test } from 'vitest';
import { readEmbeddingFile } from '../../../src/vectors/readEmbeddingFile.js';
import { float32, float64, npyBytes, whole, zipBytes } from './byHand.js';
import { embeddingFiles, numbers, rows } from './readBack.js';

const { file, read } = embeddingFiles();

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

/** An array of two records, each a vector and an id, as NumPy writes it. */
function recordBytes(version = 1): Buffer {
  const fields = "[('x', '<f4', (2,)), ('id', [('number', '<i4'), ('letter', '<U1')])]";
  const header = `{'descr': ${fields}, 'fortran_order': False, 'shape': (2,), }\n`;
  const length = version === 1 ? whole(2, header.length) : whole(4, header.length);
  return Buffer.concat([
    Buffer.from([0x93, ...Buffer.from('NUMPY'), version, 0]),
    length,
    Buffer.from(header),
    Buffer.alloc(32),
  ]);
}

describe('arrays of records', () => {
  test.each([1, 2, 3])(
    'in a file of version %i are named as such, and how to save a field',
    async (version) => {
      const failure = read('records.npy', recordBytes(version));
      await expect(failure).rejects.toThrow(/records of x, id/);
      await expect(failure).rejects.toThrow(
        /fix: save one field by itself: numpy\.save\("x\.npy", array\["x"\]\)/,
      );
      await expect(failure).rejects.not.toThrow(/damaged|malformed/);
    },
  );

  test('in an archive leave its other arrays readable', async () => {
    const content = npyBytes('<f4', '(1, 2)', float32(1, 2));
    const archive = zipBytes([
      { name: 'records.npy', content: recordBytes() },
      { name: 'X.npy', content },
    ]);
    expect((await read('a.npz', archive)).rows).toEqual([[1, 2]]);
  });
});

describe('.npy files', () => {
  const body = float32(1, 2);
  const cases: [string, Buffer, RegExp][] = [
    ['pickled objects', npyBytes('|O', '(1,)', Buffer.from('\x80\x04N.', 'latin1')), /pickles are not run/],
    ['pickled records', npyBytes("O', 'x", '(1,)', body), /header is malformed/],
    ['records', recordBytes(), /holds no array[^]*records of x, id, which are not read[^]*array\["x"\]/],
    ['one axis', npyBytes('<f4', '(2,)', body), /no array of vectors[\s\S]*\[N, D\][\s\S]*<f4 \[2\]/],
    ['three axes', npyBytes('<f4', '(1, 2, 1)', body), /no array of vectors/],
    ['complex numbers', npyBytes('<c8', '(1, 1)', body), /no array of vectors[\s\S]*<c8/],
    ['truth values', npyBytes('|b1', '(4, 2)', body), /no array of vectors/],
    ['a size beyond any memory', npyBytes('<f4', '(4294967296, 4294967296)', body), /too large/],
    ['bytes behind the array', npyBytes('<f4', '(1, 1)', body), /size that its header promises/],
  ];
  for (const [what, bytes, message] of cases) {
    test(`are refused with ${what}`, async () => {
      await expect(read('bad.npy', bytes)).rejects.toThrow(message);
    });
  }
});

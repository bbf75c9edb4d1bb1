import { describe, expect, test } from 'vitest';
import { float32, npyBytes, whole, zipBytes, type ZipFile } from './byHand.js';
import { embeddingFiles, numbers, rows } from './readBack.js';

const { read } = embeddingFiles();

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

describe('.npz files', () => {
  const X = npyBytes('<f4', '(1, 2)', float32(1, 2));
  const zeros = npyBytes('<f4', '(100000, 100)', Buffer.alloc(4e7));
  const cases: [string, ZipFile[], RegExp][] = [
    [
      'two arrays of one name',
      [
        { name: 'X.npy', content: X },
        { name: 'X.npy', content: X },
      ],
      /two arrays named "X"/,
    ],
    ['another checksum', [{ name: 'X.npy', content: X, checksum: 1 }], /another checksum/],
    ['another method', [{ name: 'X.npy', content: X, method: 12 }], /method that is not supported[^]*savez/],
    ['less than they say', [{ name: 'X.npy', content: X, packed: true, size: 999 }], /damaged/],
    ['more than they say', [{ name: 'X.npy', content: X, packed: true, size: 9 }], /damaged/],
    ['a bomb', [{ name: 'X.npy', content: zeros, packed: true }], /zip bomb[\s\S]*40000077 bytes/],
    ['a bomb that denies it', [{ name: 'X.npy', content: zeros, packed: true, size: 4e6 }], /damaged/],
    ['a bomb that is impossible', [{ name: 'X.npy', content: X, packed: true, size: 4e9 }], /zip bomb/],
    ['nothing', [], /no array of vectors[\s\S]*nothing/],
    ['no arrays', [{ name: 'readme.txt', content: Buffer.from('x') }], /no array of vectors/],
    [
      'something else called .npy',
      [{ name: 'X.npy', content: Buffer.from('x'.repeat(20)) }],
      /not an \.npy[\s\S]*array "X"/,
    ],
  ];
  for (const [what, files, message] of cases) {
    test(`are refused with ${what}`, async () => {
      await expect(read('bad.npz', zipBytes(files))).rejects.toThrow(message);
    });
  }

  test('are refused with entries that share their bytes', async () => {
    const content = Buffer.concat([X, Buffer.alloc(1000)]);
    const bytes = zipBytes([
      { name: 'X.npy', content },
      { name: 'Y.npy', content: X },
    ]);
    const [first, second] = [bytes.indexOf('PK\x01\x02'), bytes.lastIndexOf('PK\x01\x02')];
    bytes.copy(bytes, second + 20, first + 20, first + 28);
    await expect(read('overlap.npz', bytes)).rejects.toThrow(/overlap/);
  });

  test('are refused with an impossible number of entries', async () => {
    const bytes = zipBytes([{ name: 'X.npy', content: X }], true);
    bytes.writeBigUInt64LE(2n ** 31n, bytes.indexOf('PK\x06\x06') + 32);
    await expect(read('many.npz', bytes)).rejects.toThrow(/more entries than there is room for/);
  });
});

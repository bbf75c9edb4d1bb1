import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { RetrievalError } from '../../src/errors.js';
import { crc32, plainCrc32 } from '../../src/vectors/formats/crc32.js';
import { embeddingFormats } from '../../src/vectors/formats/recogniseFormat.js';
import { readEmbeddingFile } from '../../src/vectors/readEmbeddingFile.js';
import { writeEmbeddingFile } from '../../src/vectors/writeEmbeddingFile.js';
import { float32, MatWriter, npyBytes, safetensorsBytes, whole, zipBytes, type ZipFile } from './byHand.js';
import { temporaryFolder } from '../helpers/temporaryFolder.js';
import { parquetFiles } from './parquetFiles.js';

const file = temporaryFolder();
const matrix = { data: Float32Array.from({ length: 12 }, (_, i) => Math.sin(i)), rows: 4, columns: 3 };
const ids = ['a', 'bé', 'c', 'd'];

const read = (name: string, bytes: string | Uint8Array) => readEmbeddingFile(file(name, bytes));

/** Reads damaged bytes: the vectors, or nothing after a proper error. Any other error fails the test. */
async function survive(name: string, bytes: Uint8Array): Promise<Float32Array | undefined> {
  try {
    return (await read(name, bytes)).matrix.data;
  } catch (error) {
    if (!(error instanceof RetrievalError)) throw error;
    expect(error.details.where).toContain(name);
    return undefined;
  }
}

for (const format of embeddingFormats) {
  describe(`.${format} files`, () => {
    test('are refused wherever they are cut off', async () => {
      const path = file(`whole.${format}`);
      await writeEmbeddingFile(path, { matrix, ids });
      const bytes = readFileSync(path);
      const accepted: number[] = [];
      for (let length = 0; length < bytes.length; length++) {
        if (await survive(`cut.${format}`, bytes.subarray(0, length))) accepted.push(length);
      }
      // A .mat file has no end mark: between two variables it is a whole file of the first ones.
      expect(accepted).toEqual(format === 'mat' ? [128 + 104] : []);
    });

    test('end in a clear error or in other numbers when a bit is wrong, never in another error or a hang', async () => {
      const path = file(`sound.${format}`);
      await writeEmbeddingFile(path, { matrix, ids });
      const bytes = readFileSync(path);
      for (let i = 0; i < bytes.length; i++) {
        const damaged = Buffer.from(bytes);
        damaged[i] ^= 1 << (i % 8);
        const data = await survive(`bit.${format}`, damaged);
        // The archive has a checksum of its numbers.
        if (data && format === 'npz') expect(data).toEqual(matrix.data);
      }
    });
  });
}

describe('files that are something else', () => {
  const cases: [string, string | Uint8Array, RegExp][] = [
    ['empty.npy', '', /is empty/],
    ['words.npy', 'not an array at all', /not a \.npy file[\s\S]*"not an a"/],
    ['words.dat', 'not an array at all', /no file of embeddings that is known[\s\S]*\.parquet/],
    ['hdf.h5', Buffer.from('\x89HDF\r\n\x1a\n', 'latin1'), /HDF5 file[\s\S]*h5py/],
    ['new.mat', 'MATLAB 7.3 MAT-file, Platform: GLNXA64', /MATLAB 7\.3[\s\S]*"-v7"[\s\S]*h5py/],
    ['user.mat', Buffer.concat([Buffer.alloc(512), Buffer.from('\x89HDF\r\n\x1a\n', 'latin1')]), /HDF5 file/],
    ['old.mat', Buffer.alloc(40), /not a \.mat file[\s\S]*version 4/],
    ['features.pkl', Buffer.from('\x80\x04N.', 'latin1'), /pickles are not run[\s\S]*numpy\.save/],
    ['model.pt', Buffer.from('\x80\x02\x8a\x0a', 'latin1'), /pickles are not run/],
    ['table.feather', 'ARROW1\0\0', /Arrow or Feather[\s\S]*pyarrow\.parquet/],
    ['secret.parquet', 'PARE1234PARE', /encrypted/],
    ['x.npy.gz', Buffer.from([0x1f, 0x8b, 8, 0]), /unpack it first/],
    ['x.tar', Buffer.concat([Buffer.alloc(257), Buffer.from('ustar')]), /tar archive/],
  ];
  for (const [name, bytes, message] of cases) {
    test(`${name} is refused with what to do`, async () => {
      await expect(read(name, bytes)).rejects.toThrow(message);
      await expect(read(name, bytes)).rejects.toThrow(RetrievalError);
    });
  }

  test('a PyTorch checkpoint in a zip archive is refused', async () => {
    const bytes = zipBytes([{ name: 'model/data.pkl', content: Buffer.from('cos\nsystem\n') }]);
    await expect(read('model.pt', bytes)).rejects.toThrow(/PyTorch checkpoint[\s\S]*weights_only=True/);
  });

  test('a missing file and a folder are refused', async () => {
    await expect(readEmbeddingFile(file('none.npy'))).rejects.toThrow(/cannot be read[\s\S]*ENOENT/);
    await expect(readEmbeddingFile(file('.'))).rejects.toThrow(/cannot be read[\s\S]*EISDIR/);
  });
});

describe('.npy files', () => {
  const body = float32(1, 2);
  const cases: [string, Buffer, RegExp][] = [
    ['pickled objects', npyBytes('|O', '(1,)', Buffer.from('\x80\x04N.', 'latin1')), /pickles are not run/],
    ['pickled records', npyBytes("O', 'x", '(1,)', body), /header is malformed/],
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

  test('have the checksum that zip archives use', () => {
    const check = Buffer.from('123456789');
    expect([plainCrc32(check), crc32(check)]).toEqual([0xcbf43926, 0xcbf43926]);
  });
});

describe('safetensors files', () => {
  const X = (begin: number, end: number, shape = [1, 2]) => ({
    dtype: 'F32',
    shape,
    data_offsets: [begin, end],
  });
  const body = float32(1, 2);
  const cases: [string, unknown, RegExp, Buffer?][] = [
    ['text that is no JSON', '{"X": ', /not JSON/],
    ['bytes that are no text', '{"\xff"}', /not JSON/],
    ['a list', '{}x', /not JSON/],
    [
      'a name that comes twice',
      `{"X":${JSON.stringify(X(0, 8))},"X":${JSON.stringify(X(0, 8))}}`,
      /comes twice[\s\S]*X/,
    ],
    ['a name that comes twice in disguise', `{"X":${JSON.stringify(X(0, 8))},"\\u0058" :1}`, /comes twice/],
    [
      'a field that comes twice',
      '{"X":{"dtype":"F32","dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}',
      /comes twice[\s\S]*dtype/,
    ],
    ['an offset that is negative', { X: X(-8, 0) }, /not described as it has to be/],
    ['an offset that is no whole number', { X: X(0, 8.5) }, /not described/],
    ['an offset that is beyond the file', { X: X(0, 16, [2, 2]) }, /ends before its last tensor/],
    ['offsets in the wrong order', { X: X(8, 0) }, /does not have the size/],
    ['three offsets', { X: { ...X(0, 8), data_offsets: [0, 8, 8] } }, /not described/],
    ['a shape that does not fit', { X: X(0, 8, [1, 3]) }, /size of its shape[\s\S]*12 bytes/],
    ['a shape beyond any memory', { X: X(0, 8, [2 ** 32, 2 ** 32]) }, /size of its shape/],
    ['a negative shape', { X: X(0, 8, [-1, -2]) }, /not described/],
    ['an unknown type', { X: { ...X(0, 8), dtype: 'F99' } }, /unknown type[\s\S]*F99/],
    ['a type called as a property of objects', { X: { ...X(0, 8), dtype: 'constructor' } }, /unknown type/],
    ['an unknown field', { X: { ...X(0, 8), extra: 1 } }, /not described/],
    ['no description', { X: null }, /not described/],
    ['a tensor over another', { X: X(0, 8), Y: X(4, 8, [1, 1]) }, /overlap/],
    ['the same tensor twice', { X: X(0, 8), Y: X(0, 8) }, /overlap/],
    ['a hole in front', { X: X(4, 8, [1, 1]) }, /hole/],
    ['a hole between', { X: X(0, 4, [1, 1]), Y: X(8, 12, [1, 1]) }, /hole/, float32(1, 2, 3)],
    ['bytes behind', { X: X(0, 4, [1, 1]) }, /bytes behind the last tensor/],
    ['metadata that is no text', { __metadata__: { ids: ['a'] }, X: X(0, 8) }, /no text/],
    ['metadata that is no object', { __metadata__: 7, X: X(0, 8) }, /no text/],
    ['no tensors', {}, /bytes behind/],
  ];
  for (const [what, header, message, numbers = body] of cases) {
    test(`are refused with ${what}`, async () => {
      const bytes = safetensorsBytes(header, numbers);
      const asLatin = bytes.indexOf('\xff') >= 0 ? Buffer.from(bytes.toString('utf8'), 'latin1') : bytes;
      await expect(read('bad.safetensors', asLatin)).rejects.toThrow(message);
    });
  }

  test('are refused with a header of 2^63 bytes, of 2^32 bytes, and of one too many', async () => {
    const rest = Buffer.from('{"X":{}}');
    for (const length of [2n ** 63n, 2n ** 32n, BigInt(rest.length + 1)]) {
      const bytes = Buffer.concat([whole(8, length), rest]);
      const message = new RegExp(
        `longer than there is room for[\\s\\S]*at most 8 bytes[\\s\\S]*${length} bytes`,
      );
      await expect(read('long.safetensors', bytes)).rejects.toThrow(message);
    }
  });
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
    expect([...(await read('short.mat', bytes)).matrix.data]).toEqual([5]);
  });
});

describe('Parquet files', () => {
  for (const [name, bytes] of Object.entries(parquetFiles)) {
    test(`end in a clear error wherever they are cut off or a byte is wrong: ${name}`, async () => {
      for (let i = 0; i < bytes.length; i += 3) {
        expect(await survive('cut.parquet', bytes.subarray(0, i))).toBeUndefined();
        const damaged = Buffer.from(bytes);
        damaged[i] ^= 0xff;
        await survive('byte.parquet', damaged);
      }
    });
  }

  test('are refused with bytes behind their end', async () => {
    const bytes = Buffer.concat([parquetFiles.plain, Buffer.alloc(1)]);
    await expect(read('long.parquet', bytes)).rejects.toThrow(/damaged/);
  });
});

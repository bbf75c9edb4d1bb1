import { describe, expect, test } from 'vitest';
import { float32, float64, safetensorsBytes, whole } from './byHand.js';
import { embeddingFiles, numbers, rows } from './readBack.js';

const { read } = embeddingFiles();

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

  test.each(['F4', 'F6_E3M2', 'F99'])('of which one is %s: the others are read', async (dtype) => {
    const bytes = { F4: 3, F6_E3M2: 3, F99: 5 }[dtype]!;
    const shape = dtype === 'F6_E3M2' ? [2, 2] : [2, 3];
    const header = {
      weights: { dtype, shape, data_offsets: [24, 24 + bytes] },
      X: tensor('F32', 24),
    };
    const file = safetensorsBytes(header, Buffer.concat([float32(...numbers), Buffer.alloc(bytes)]));
    expect((await read('m.safetensors', file)).rows).toEqual(rows);
    await expect(read('m.safetensors', file, { array: 'weights' })).rejects.toThrow(
      /no tensor of vectors named "weights"/,
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
    [
      'no tensor of a type that is read',
      { X: { ...X(0, 8), dtype: 'F99' } },
      /no tensor of vectors[^]*F99 \[1, 2\], a type that is not read[^]*as F32/,
    ],
    [
      'a type called as a property of objects',
      { X: { ...X(0, 8), dtype: 'constructor' } },
      /constructor \[1, 2\], a type that is not read/,
    ],
    [
      'a type of four bits and another size',
      { X: { ...X(0, 8), dtype: 'F4' } },
      /size of its shape[^]*1 bytes/,
    ],
    [
      'a newer type with offsets in the wrong order',
      { X: { ...X(8, 0), dtype: 'F99' } },
      /size of its shape/,
    ],
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

import { describe, expect, test } from 'vitest';
import { parquetFiles } from './parquetFiles.js';
import { embeddingFiles } from './readBack.js';
import { guarded } from '../../../src/vectors/formats/parquetTable.js';

const { read, survive } = embeddingFiles();

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

  test('that are whole but not supported are not called damaged', async () => {
    const failing = (message: string) => guarded('a.parquet', () => Promise.reject(new Error(message)));
    await expect(failing('parquet unsupported compression codec: LZO')).rejects.toThrow(
      /holds something that is not supported[^]*LZO[^]*plain encodings/,
    );
    await expect(failing('parquet interval not supported')).rejects.not.toThrow(/damaged/);
    await expect(failing('parquet file is too short')).rejects.toThrow(/The Parquet file is damaged/);
  });

  test('are refused with bytes behind their end', async () => {
    const bytes = Buffer.concat([parquetFiles.plain, Buffer.alloc(1)]);
    await expect(read('long.parquet', bytes)).rejects.toThrow(/damaged/);
  });
});

import { describe, expect, test } from 'vitest';
import { readEmbeddingFile } from '../../src/vectors/readEmbeddingFile.js';
import { readIdsFile } from '../../src/vectors/names/nameLists.js';
import { float32, npyBytes, safetensorsBytes } from './formats/byHand.js';
import { temporaryFolder } from '../helpers/temporaryFolder.js';

const file = temporaryFolder();
const twoRows = npyBytes('<f4', '(2, 1)', float32(1, 2));

describe('files of ids', () => {
  const read = (name: string, content: string | Uint8Array, column?: string) =>
    readIdsFile(file(name, content), column);

  test('hold one id per line, with either line end, with or without the last, with a byte-order mark', async () => {
    expect(await read('a.txt', 'a\nb c\n')).toEqual(['a', 'b c']);
    expect(await read('b.txt', '\uFEFFa\r\nb')).toEqual(['a', 'b']);
    expect(await read('c.txt', ' a \n__proto__\n')).toEqual([' a ', '__proto__']);
    expect(await read('d.txt', '')).toEqual([]);
  });

  test('may be tables, of which a column counts', async () => {
    expect(await read('a.csv', 'id,label\nx,1\n"y, z",2\n')).toEqual(['x', 'y, z']);
    expect(await read('b.tsv', 'name\tid\tx\nx\t1\t0\ny\t2\t0\n', 'name')).toEqual(['x', 'y']);
    await expect(read('c.csv', 'name\nx\n')).rejects.toThrow(
      /file of ids has 1 problem[\s\S]*c\.csv:1: Missing columns: id/,
    );
  });

  test('are refused with every empty id named, and when they are no text', async () => {
    await expect(read('e.txt', 'a\n\nb\n\n')).rejects.toThrow(/2 problems[\s\S]*e\.txt:2[\s\S]*e\.txt:4/);
    await expect(read('e.csv', 'id,x\na,1\n,2\n')).rejects.toThrow(/e\.csv:3: An id is empty/);
    await expect(read('f.txt', Buffer.from([0x61, 0xff]))).rejects.toThrow(/UTF-8/);
    await expect(readIdsFile(file('none.txt'))).rejects.toThrow(/cannot be read[\s\S]*ENOENT/);
  });
});

describe('ids of embeddings', () => {
  test('are those of the file that is named, before those inside, before those beside', async () => {
    file('x.ids.txt', 'beside 1\nbeside 2\n');
    const path = file('x.npy', twoRows);
    expect((await readEmbeddingFile(path)).ids).toEqual(['beside 1', 'beside 2']);
    const idsFile = file('other.csv', 'key\nnamed 1\nnamed 2\n');
    expect((await readEmbeddingFile(path, { idsFile, idColumn: 'key' })).ids).toEqual(['named 1', 'named 2']);
    const header = {
      __metadata__: { ids: '["in 1","in 2"]' },
      X: { dtype: 'F32', shape: [2, 1], data_offsets: [0, 8] },
    };
    const both = file('x.safetensors', safetensorsBytes(header, float32(1, 2)));
    expect((await readEmbeddingFile(both)).ids).toEqual(['in 1', 'in 2']);
    expect((await readEmbeddingFile(both, { idsFile: file('x.ids.txt') })).ids).toEqual([
      'beside 1',
      'beside 2',
    ]);
  });

  test.each([
    ['csv', 'label,path\nx,a\nx,b\n', 'column "path"'],
    ['tsv', 'label\tpicture\nx\ta\nx\tb\n', 'column "picture"'],
    ['txt', 'a\nb\n', 'beside-txt.txt'],
    ['json', '["a", "b"]', 'beside-json.json'],
  ])('are found in a .%s beside the vectors, in whose rows all differ', async (ending, text, from) => {
    const path = file(`beside-${ending}.npy`, twoRows);
    file(`beside-${ending}.${ending}`, text);
    const { ids, idsFrom } = await readEmbeddingFile(path);
    expect(ids).toEqual(['a', 'b']);
    expect(idsFrom).toContain(from);
  });

  test('are none where what lies beside is of another length, repeats itself or is no list', async () => {
    const path = file('lonely.npy', twoRows);
    file('lonely.txt', 'a\nb\nc\n');
    file('lonely.csv', 'label,note\nx,\nx,\n');
    file('lonely.json', '{"a": 1}');
    expect((await readEmbeddingFile(path)).ids).toBeUndefined();
  });

  test('are refused when there are not as many as rows', async () => {
    const path = file('y.npy', twoRows);
    const idsFile = file('one.txt', 'a\n');
    await expect(readEmbeddingFile(path, { idsFile })).rejects.toThrow(
      /do not fit[\s\S]*2 ids[\s\S]*1 ids[\s\S]*transpose/,
    );
    expect((await readEmbeddingFile(path, { idsFile, transpose: true })).ids).toEqual(['a']);
    file('y.ids.txt', 'a\nb\nc\n');
    await expect(readEmbeddingFile(path)).rejects.toThrow(/y\.ids\.txt[\s\S]*3 ids/);
  });
});

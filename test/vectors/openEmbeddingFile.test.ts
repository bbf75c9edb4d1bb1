import { describe, expect, test } from 'vitest';
import { openEmbeddingFile } from '../../src/vectors/openEmbeddingFile.js';
import { writeEmbeddingFile } from '../../src/vectors/writeEmbeddingFile.js';
import { temporaryFolder } from '../helpers/temporaryFolder.js';
import { writeColumns } from './columns.js';
import { float32, npyBytes, safetensorsBytes } from './formats/byHand.js';

const file = temporaryFolder();
const names = ['a/x.jpg', 'a/y.jpg', 'b/z.jpg'];
const turned = ['b/z.jpg', 'a/x.jpg', 'a/y.jpg'];
const three = npyBytes('<f4', '(3, 2)', float32(1, 2, 3, 4, 5, 6));
const matrix = { data: Float32Array.of(1, 2, 3, 4, 5, 6), rows: 3, columns: 2 };

describe('names of rows, where those of the pictures are known', () => {
  test.each(['path', 'Dateiname', 'weird column'])('are found in a text column %s', async (column) => {
    const path = file('v.parquet');
    writeColumns(path, { label: ['u', 'v', 'w'], [column]: turned });
    const found = await openEmbeddingFile(path, { names });
    expect([found.ids, found.idsFrom]).toEqual([turned, `column "${column}" of ${path}`]);
  });

  test('are the ones that most rows have, even beside ids of something else', async () => {
    const path = file('two.parquet');
    writeColumns(path, { id: ['1', '2', '3'], source: turned });
    expect((await openEmbeddingFile(path, { names })).idsFrom).toBe(`column "source" of ${path}`);
    expect((await openEmbeddingFile(path)).ids).toEqual(['1', '2', '3']);
  });

  test.each([
    ['csv', 'picture,n\nb/z.jpg,1\na/x.jpg,2\na/y.jpg,3\n', 'column "picture" of '],
    ['txt', 'b/z.jpg\na/x.jpg\na/y.jpg\n', ''],
    ['json', JSON.stringify(turned), ''],
  ])('are found beside the vectors in NAME.%s', async (ending, content, from) => {
    const path = file(`beside-${ending}.npy`, three);
    const sidecar = file(`beside-${ending}.${ending}`, content);
    const found = await openEmbeddingFile(path, { names });
    expect([found.ids, found.idsFrom]).toEqual([turned, from + sidecar]);
  });

  test('are found in a table that is named, whatever its column is called', async () => {
    const path = file('plain.npy', three);
    const idsFile = file('list.csv', 'n,picture\n1,b/z.jpg\n2,a/x.jpg\n3,a/y.jpg\n');
    expect((await openEmbeddingFile(path, { names, idsFile })).ids).toEqual(turned);
  });

  test('are found in an entry of any name, of safetensors and npz', async () => {
    const header = {
      __metadata__: { format: 'pt', pictures: JSON.stringify(turned) },
      X: { dtype: 'F32', shape: [3, 2], data_offsets: [0, 24] },
    };
    const tensors = file('v.safetensors', safetensorsBytes(header, float32(1, 2, 3, 4, 5, 6)));
    expect((await openEmbeddingFile(tensors, { names })).ids).toEqual(turned);
    const archive = file('v.npz');
    await writeEmbeddingFile(archive, { matrix, ids: turned });
    expect((await openEmbeddingFile(archive, { names, array: 'embeddings' })).ids).toEqual(turned);
  });

  test('are taken from the first list of different texts where none has a picture, so that an error can show them', async () => {
    const path = file('strange.parquet');
    writeColumns(path, { label: ['u', 'u', 'w'], sku: ['1', '2', '3'] });
    expect((await openEmbeddingFile(path, { names })).ids).toEqual(['1', '2', '3']);
  });

  test('are none in labels, nor where order alone is asked for', async () => {
    const labels = file('labels.parquet');
    writeColumns(labels, { label: ['u', 'u', 'w'] });
    expect((await openEmbeddingFile(labels, { names })).ids).toBeUndefined();
    const path = file('named.parquet');
    writeColumns(path, { path: turned });
    expect((await openEmbeddingFile(path, { names, byOrder: true })).ids).toBeUndefined();
  });

  test('with a gap in the column of paths are refused, not passed over', async () => {
    const path = file('gap.parquet');
    writeColumns(path, { path: ['a/x.jpg', null, 'b/z.jpg'] });
    await expect(openEmbeddingFile(path, { names })).rejects.toThrow(/no id[^]*column "path", row 1/);
  });
});

test('a column that is called by a path names rows where no pictures are known', async () => {
  const path = file('search.parquet');
  writeColumns(path, { label: ['u', 'v', 'w'], filename: turned });
  expect((await openEmbeddingFile(path)).ids).toEqual(turned);
});

test.each(['npy', 'npz', 'safetensors', 'parquet', 'mat'] as const)(
  'rows and columns of .%s are known without its numbers',
  async (format) => {
    const path = file(`shape.${format}`);
    await writeEmbeddingFile(path, { matrix });
    const { rows, columns, read } = await openEmbeddingFile(path);
    expect([rows, columns]).toEqual([3, 2]);
    expect(await read()).toEqual(matrix);
  },
);

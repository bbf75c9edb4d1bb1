import { appendFileSync, truncateSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import type { EmbeddingMatrix } from '../../src/vectors/embeddingMatrix.js';
import { exactSearch } from '../../src/retrieval/ranking/exactSearch.js';
import { galleryBlocks, type GallerySource } from '../../src/vectors/gallery/gallerySource.js';
import { embeddingFormats } from '../../src/vectors/formats/embeddingFormats.js';
import { openEmbeddingGallery, openJoinedGallery } from '../../src/vectors/gallery/openEmbeddingGallery.js';
import { writeEmbeddingFile } from '../../src/vectors/writeEmbeddingFile.js';
import { randomMatrix } from '../retrieval/ranking/matrices.js';
import { float64, npyBytes, safetensorsBytes } from './formats/byHand.js';
import { temporaryFolder } from '../helpers/temporaryFolder.js';

beforeAll(() => selectBackend());
const file = temporaryFolder();

/** All numbers of a gallery that is read in blocks. */
async function allNumbers(source: GallerySource, rowsPerBlock: number): Promise<number[]> {
  const numbers: number[] = [];
  for await (const { data } of galleryBlocks(source, rowsPerBlock)) numbers.push(...data);
  return numbers;
}

const matrix = randomMatrix(23, 5, 1);
const ids = Array.from({ length: matrix.rows }, (_, i) => `picture ${i}`);
const doubles = float64(...matrix.data);

describe('a gallery in a file', () => {
  for (const format of embeddingFormats) {
    test(`is the same in blocks of any size, as often as it is read: .${format}`, async () => {
      const path = file(`a.${format}`);
      await writeEmbeddingFile(path, { matrix, ids });
      const gallery = await openEmbeddingGallery(path);
      expect(gallery).toMatchObject({ rows: 23, columns: 5, ids });
      // Read where it lies, or in memory.
      expect(typeof gallery.source).toBe(['npy', 'safetensors'].includes(format) ? 'function' : 'object');
      for (const rows of [1, 4, 23, 100]) {
        expect(await allNumbers(gallery.source, rows)).toEqual([...matrix.data]);
      }
    });
  }

  const streamed: [string, string, Buffer, boolean][] = [
    ['float64', 'd.npy', npyBytes('<f8', '(23, 5)', doubles), false],
    ['big-endian float64', 'b.npy', npyBytes('>f8', '(23, 5)', Buffer.from(doubles).swap64()), false],
    ['columns in column-major order', 'f.npy', npyBytes('<f8', '(5, 23)', doubles, true), true],
    [
      'float64 in safetensors',
      'd.safetensors',
      safetensorsBytes({ X: { dtype: 'F64', shape: [23, 5], data_offsets: [0, doubles.length] } }, doubles),
      false,
    ],
  ];
  for (const [what, name, bytes, transpose] of streamed) {
    test(`is read where it lies: ${what}`, async () => {
      const gallery = await openEmbeddingGallery(file(name, bytes), { transpose });
      expect(typeof gallery.source).toBe('function');
      expect(gallery).toMatchObject({ rows: 23, columns: 5 });
      expect(gallery.ids).toBeUndefined();
      expect(await allNumbers(gallery.source, 7)).toEqual([...matrix.data]);
    });
  }

  test('that is turned round is read once', async () => {
    const turned = npyBytes('<f8', '(23, 5)', transposed(matrix), true);
    const gallery = await openEmbeddingGallery(file('t.npy', turned));
    expect(typeof gallery.source).toBe('object');
    expect(await allNumbers(gallery.source, 7)).toEqual([...matrix.data]);
  });

  test('that changes between two searches is refused', async () => {
    for (const [name, bytes] of [
      ['g.npy', npyBytes('<f8', '(23, 5)', doubles)],
      ['g4.npy', npyBytes('<f4', '(23, 5)', Buffer.from(matrix.data.buffer))],
    ] as const) {
      const path = file(name, bytes);
      const { source } = await openEmbeddingGallery(path);
      truncateSync(path, bytes.length - 8);
      await expect(allNumbers(source, 4)).rejects.toThrow(/ends too early|holds all of it/);
    }
  });

  test('names the number that float32 cannot hold by its place in the file', async () => {
    const path = file('inf.npy', npyBytes('<f8', '(3, 1)', float64(1, 2, 1e300)));
    const { source } = await openEmbeddingGallery(path);
    await expect(allNumbers(source, 2)).rejects.toThrow(/inf\.npy, number 2/);
  });
});

describe('a gallery in several files', () => {
  const second = randomMatrix(10, 5, 2);
  const otherIds = Array.from({ length: second.rows }, (_, i) => `distractor ${i}`);

  test('has the rows and ids of one after those of the other, and is searched as if it were one', async () => {
    await writeEmbeddingFile(file('one.npy'), { matrix, ids });
    await writeEmbeddingFile(file('two.npz'), { matrix: second, ids: otherIds });
    await writeEmbeddingFile(file('three.safetensors'), { matrix: second });
    const gallery = await openJoinedGallery([file('one.npy'), file('two.npz')]);
    expect(gallery).toMatchObject({ rows: 33, columns: 5, ids: [...ids, ...otherIds] });
    const three = await openJoinedGallery(
      ['one.npy', 'two.npz', 'three.safetensors'].map((name) => file(name)),
    );
    expect(three.ids).toBeUndefined();
    const data = Float32Array.of(...matrix.data, ...second.data, ...second.data);
    const whole = { data, rows: 43, columns: 5 };
    const queries = randomMatrix(4, 5, 3);
    for (const rowsPerBlock of [1, 8, 40]) {
      expect(await allNumbers(three.source, rowsPerBlock)).toEqual([...data]);
      const found = await exactSearch({ queries, gallery: three.source, k: 6, rowsPerBlock });
      expect(found).toEqual(await exactSearch({ queries, gallery: whole, k: 6, rowsPerBlock }));
    }
  });

  test('takes options for each', async () => {
    const turned = file('turned.npy', npyBytes('<f8', '(5, 23)', transposed(matrix)));
    const names = file('names.txt', `${ids.join('\n')}\n`);
    await writeEmbeddingFile(file('two.npz'), { matrix: second, ids: otherIds });
    const gallery = await openJoinedGallery(
      [turned, file('two.npz')],
      [{ transpose: true, idsFile: names }, {}],
    );
    expect(gallery.ids).toEqual([...ids, ...otherIds]);
    expect(await allNumbers(gallery.source, 9)).toEqual([...matrix.data, ...second.data]);
  });

  test('is refused without files, with files of other dimension, and with options that do not fit', async () => {
    await writeEmbeddingFile(file('wide.npy'), { matrix: randomMatrix(2, 6, 4) });
    await writeEmbeddingFile(file('one.npy'), { matrix, ids });
    const paths = [file('one.npy'), file('wide.npy')];
    await expect(openJoinedGallery([])).rejects.toThrow(/at least one path/);
    await expect(openJoinedGallery(paths)).rejects.toThrow(
      /different dimension[\s\S]*wide\.npy[\s\S]*5 numbers[\s\S]*6 numbers/,
    );
    await expect(openJoinedGallery(paths, [{}])).rejects.toThrow(/as many options/);
    await expect(openJoinedGallery(paths, { idsFile: 'x.txt' })).rejects.toThrow(/One file of ids/);
    appendFileSync(file('wide.npy'), 'x');
    await expect(openJoinedGallery(paths)).rejects.toThrow(/size that its header promises/);
  });
});

/** The float64 bytes of the matrix's columns, one after the other. */
function transposed({ data, rows, columns }: EmbeddingMatrix): Buffer {
  const turned = Array.from(
    { length: data.length },
    (_, i) => data[(i % rows) * columns + Math.floor(i / rows)],
  );
  return float64(...turned);
}

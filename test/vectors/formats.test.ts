import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { embeddingFormats } from '../../src/vectors/formats/embeddingFormats.js';
import { writeEmbeddingFile } from '../../src/vectors/writeEmbeddingFile.js';
import { embeddingFiles } from './formats/readBack.js';

const { file, survive } = embeddingFiles();
const matrix = { data: Float32Array.from({ length: 12 }, (_, i) => Math.sin(i)), rows: 4, columns: 3 };
const ids = ['a', 'bé', 'c', 'd'];

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

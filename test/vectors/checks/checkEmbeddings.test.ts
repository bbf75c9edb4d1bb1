import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkEmbeddings, checkGallery } from '../../../src/vectors/checks/checkEmbeddings.js';
import { openEmbeddingGallery } from '../../../src/vectors/gallery/openEmbeddingGallery.js';
import { writeEmbeddingFile } from '../../../src/vectors/writeEmbeddingFile.js';
import type { EmbeddingRequirements } from '../../../src/vectors/types.js';
import { matrixOf, randomMatrix } from '../../retrieval/ranking/matrices.js';
import { temporaryFolder } from '../../helpers/temporaryFolder.js';

const file = temporaryFolder();
const good = matrixOf([
  [1, 0],
  [0, -1],
  [0.6, 0.8],
]);

const problemsOf = (rows: number[][], requirements?: EmbeddingRequirements, ids?: string[]): string => {
  try {
    checkEmbeddings({ matrix: matrixOf(rows), ids, path: 'x.npy' }, requirements);
  } catch (error) {
    return (error as Error).message;
  }
  return '';
};

describe('checkEmbeddings', () => {
  test('lets good embeddings pass', () => {
    const ids = ['__proto__', 'constructor', 'c'];
    checkEmbeddings({ matrix: good });
    checkEmbeddings({ matrix: good, ids }, { dimension: 2, unitNorm: true, ids });
    checkEmbeddings({ matrix: good }, { ids });
    checkEmbeddings({ matrix: matrixOf([[3, 4]]) });
    // Half precision leaves a norm a little off.
    checkEmbeddings({ matrix: matrixOf([[0.6, 0.8004]]) }, { unitNorm: true });
    // Float32 has no square of this.
    checkEmbeddings({ matrix: matrixOf([[1e30, 0]]) });
  });

  test('names every problem at once, with its rows', () => {
    const rows = [
      [1, 0],
      [NaN, 1],
      [0, 0],
      [0, 2],
      [Infinity, 0],
      [1e-30, 0],
    ];
    const message = problemsOf(rows, { dimension: 3, unitNorm: true, ids: ['a', 'b', 'c', 'd', 'e', 'f'] }, [
      'a',
      'b',
      'a',
      'd',
      'x',
      'f',
    ]);
    expect(message).toContain('6 problems');
    expect(message).toContain('where: x.npy');
    expect(message).toContain('the dimension is 2 instead of 3');
    expect(message).toContain('2 rows with NaN or Infinity: 1, 4');
    expect(message).toContain('2 rows that are zero, or too short to be scaled to length 1: 2, 5');
    expect(message).toContain('1 row not of length 1: 3 (norm 2.000)');
    expect(message).toContain('1 row with an id that comes twice: 2 ("a" as row 0)');
    expect(message).toContain(
      '2 rows with another id than required: 2 ("a" instead of "c"), 4 ("x" instead of "e")',
    );
  });

  test('counts the rows that it does not name', () => {
    const rows = Array.from({ length: 25 }, () => [NaN]);
    expect(problemsOf(rows)).toContain(
      '25 rows with NaN or Infinity: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 15 more',
    );
  });

  test('compares the number of rows, and sees when images are columns', () => {
    expect(problemsOf([[1], [1]], {}, ['a'])).toContain('1 ids for 2 rows');
    expect(problemsOf([[1], [1]], { ids: ['a', 'b', 'c'] })).toMatch(/2 rows instead of 3$/m);
    expect(problemsOf([[1, 2, 3]], { ids: ['a', 'b', 'c'] })).toContain(
      '1 rows instead of 3: are the images the columns?',
    );
    const none = { data: new Float32Array(0), rows: 0, columns: 4 };
    expect(() => checkEmbeddings({ matrix: none })).toThrow(/no rows/);
  });

  test('looks at a row alone: it finds exactly the rows that were spoilt', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(29), { minLength: 1, maxLength: 9 }), (spoilt) => {
        const matrix = randomMatrix(30, 4, 7);
        for (const row of spoilt) matrix.data[4 * row + (row % 4)] = row % 2 ? NaN : -Infinity;
        const named = [...spoilt].sort((a, b) => a - b).join(', ');
        expect(() => checkEmbeddings({ matrix })).toThrow(`Infinity: ${named}`);
      }),
    );
  });
});

describe('checkGallery', () => {
  test('does the same for a gallery that is read in blocks', async () => {
    const matrix = randomMatrix(4200, 1024, 3);
    matrix.data[4199 * 1024] = NaN;
    await writeEmbeddingFile(file('large.npy'), { matrix });
    const gallery = await openEmbeddingGallery(file('large.npy'));
    await expect(checkGallery(gallery, { dimension: 1024, unitNorm: true }, 'large')).rejects.toThrow(
      /1 problem\n[\s\S]*where: large[\s\S]*1 row with NaN or Infinity: 4199/,
    );
    await expect(checkGallery({ ...gallery, ids: ['a'] }, { dimension: 5 })).rejects.toThrow(
      /3 problems[\s\S]*gallery[\s\S]*1024 instead of 5[\s\S]*1 ids for 4200 rows/,
    );
    await checkGallery({ source: good, rows: 3, columns: 2 }, { unitNorm: true });
  });
});

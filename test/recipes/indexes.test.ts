import { execFileSync, spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, test } from 'vitest';
import { packagePath } from '../../src/base/files/packagePath.js';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { exactSearch } from '../../src/retrieval/ranking/exactSearch.js';
import type { EmbeddingMatrix } from '../../src/vectors/embeddingMatrix.js';
import { unitLength } from '../../src/vectors/unitLength.js';
import { writeEmbeddingFile } from '../../src/vectors/writeEmbeddingFile.js';
import { temporaryFolder } from '../helpers/temporaryFolder.js';
import { randomMatrix } from '../retrieval/ranking/matrices.js';

const fileOf = temporaryFolder();
const python = process.env.ASYMMETRIC_PYTHON ?? 'python3';
const hasModules = (...names: string[]) =>
  spawnSync(python, ['-c', `import ${names.join(', ')}`]).status === 0;

const ids = Array.from({ length: 200 }, (_, n) => `it's/picture ${n}.jpg`);
const asked = ['q0', 'q1', 'q2'];
const count = 5;
let expected: Record<string, string[]>;

beforeAll(async () => {
  await selectBackend();
  const [gallery, queries] = [unit(randomMatrix(200, 16, 1)), unit(randomMatrix(3, 16, 2))];
  for (const format of ['npy', 'parquet']) {
    await writeEmbeddingFile(fileOf(`gallery.${format}`), { matrix: gallery, ids });
    await writeEmbeddingFile(fileOf(`queries.${format}`), { matrix: queries, ids: asked });
  }
  const { rows } = await exactSearch({ queries, gallery, k: count });
  expected = Object.fromEntries(
    asked.map((query, n) => [
      query,
      Array.from(rows.subarray(n * count, (n + 1) * count), (row) => ids[row]),
    ]),
  );
});

const unit = (matrix: EmbeddingMatrix) => unitLength(matrix);

const recipes = [
  { library: 'faiss', format: 'parquet', folders: [] },
  { library: 'usearch', format: 'npy', folders: [] },
  { library: 'lancedb', format: 'parquet', folders: ['database'] },
];

describe('a gallery finds the same as the exact search', () => {
  for (const { library, format, folders } of recipes) {
    const isThere = hasModules(library, 'numpy', ...(format === 'parquet' ? ['pyarrow'] : []));
    test.skipIf(!isThere)(`in ${library}`, () => {
      const files = [fileOf(`gallery.${format}`), fileOf(`queries.${format}`), String(count)];
      const output = run(`${library}_index.py`, ...files, ...folders.map((name) => fileOf(name)));
      expect(JSON.parse(output.trim().split('\n').at(-1)!)).toEqual(expected);
    });
  }
});

// A server would be needed to run the statements.
test.skipIf(!hasModules('pyarrow'))(
  'the statements for pgvector hold every vector and quote every id',
  () => {
    const sql = run('pgvector_sql.py', fileOf('gallery.parquet'));
    expect(sql).toContain('embedding vector(16) NOT NULL');
    expect(
      sql.match(/^\('it''s\/picture \d+\.jpg', '\[(-?[\d.e-]+,){15}-?[\d.e-]+\]'\)[,;]$/gm),
    ).toHaveLength(200);
  },
);

function run(name: string, ...args: string[]): string {
  return execFileSync(python, [packagePath('recipes', 'indexes', name), ...args], { encoding: 'utf8' });
}

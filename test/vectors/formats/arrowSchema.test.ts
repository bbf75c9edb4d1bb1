import { execFileSync, spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { arrowSchema, arrowSchemaKey } from '../../../src/vectors/formats/arrowSchema.js';
import { openParquetTable } from '../../../src/vectors/formats/parquetTable.js';
import { writeEmbeddingFile } from '../../../src/vectors/writeEmbeddingFile.js';
import { temporaryFolder } from '../../helpers/temporaryFolder.js';

const fileOf = temporaryFolder();
const matrix = { data: Float32Array.of(1, 2, 3, 4, 5, 6), rows: 2, columns: 3 };

test('a description is what Arrow 26 reads as a column of texts and one of lists of three float32', () => {
  // Read back by pyarrow.ipc.read_schema: id: string not null, embedding: fixed_size_list<element: float not null>[3] not null.
  expect(arrowSchema(3, true)).toBe(
    '/////wABAAAQAAAAAAAKAAwABAAGAAgACgAAAAQAAQAMAAAACAAIAAAABAAIAAAABAAAAAIAAAAYAAAATAAAABAAFAAEAAAACAAMAAAAEAAQAAAAEAAAAAUAAAAUAAAAFAAAAAIAAABpZAAABAAEAAQAAAAAAAAAEAAUAAQAAAAIAAwAAAAQABAAAAAQAAAAEAAAABwAAAAgAAAACQAAAGVtYmVkZGluZwAGAAgABAAGAAAAAwAAAAEAAAAUAAAAEAAUAAQAAAAIAAwAAAAQABAAAAAQAAAAAwAAABwAAAAgAAAABwAAAGVsZW1lbnQAAAAGAAYABAAGAAAAAQAAAAAAAAAAAAAA',
  );
});

test('a Parquet file of vectors has it', async () => {
  const file = fileOf('v.parquet');
  await writeEmbeddingFile(file, { matrix });
  expect((await openParquetTable(file)).notes[arrowSchemaKey]).toBe(arrowSchema(3, false));
});

const python = process.env.ASYMMETRIC_PYTHON ?? 'python3';
const hasArrow = spawnSync(python, ['-c', 'import pyarrow']).status === 0;
test.skipIf(!hasArrow)('pyarrow reads lists of one length', async () => {
  const file = fileOf('w.parquet');
  await writeEmbeddingFile(file, { matrix, ids: ['a', 'b'] });
  const program = `import sys, pyarrow.parquet as p
t = p.read_table(sys.argv[1])
print(t.schema.field('embedding').type.list_size, t.to_pylist()[1])`;
  expect(execFileSync(python, ['-c', program, file], { encoding: 'utf8' })).toBe(
    "3 {'id': 'b', 'embedding': [4.0, 5.0, 6.0]}\n",
  );
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { encodePhotoTable, openPhotoTable } from '../../../src/datasets/embedded/photoTable.js';
import { embeddingMatrix } from '../../../src/vectors/embeddingMatrix.js';
import { encodeDirections } from '../../../src/vectors/formats/encodeDirections.js';
import { plainJpeg } from '../pictures.js';

const folder = mkdtempSync(join(tmpdir(), 'tables-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileOf(name: string, bytes: Uint8Array): string {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

test('a table of photos keeps every field and every byte', async () => {
  const photos = await Promise.all(
    ['a', 'b', 'c'].map(async (id, labelNumber) => ({
      id,
      label: `Bräm ${id}`,
      coarseLabel: 'all',
      origin: 'train',
      labelNumber,
      width: 24,
      height: 24 + labelNumber,
      picture: new Uint8Array(await plainJpeg(labelNumber)),
    })),
  );
  const table = await openPhotoTable(fileOf('photos.parquet', encodePhotoTable(photos, { licence: 'MIT' })));
  expect(table.notes).toEqual({ licence: 'MIT' });
  const pictures = await table.pictures();
  expect(table.photos.map((photo, row) => ({ ...photo, picture: new Uint8Array(pictures[row]) }))).toEqual(
    photos,
  );
});

test('a file that is no table of photos is refused with what it lacks', async () => {
  const file = fileOf(
    'vectors.parquet',
    encodeDirections(embeddingMatrix(Float32Array.of(1), 1, 1), ['a'], {}),
  );
  await expect(openPhotoTable(file)).rejects.toThrow(/no table of photos[^]*label[^]*found: id, embedding/);
});

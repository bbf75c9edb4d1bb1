import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { galleryEmbeddings } from '../../src/extraction/galleryEmbeddings.js';
import { toySource } from './toySource.js';
import { toyModel } from './toyGalleryModel.js';

const folder = mkdtempSync(join(tmpdir(), 'store-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a gallery decodes pictures once per model and data set when stored', async () => {
  const source = toySource(6);
  const first = await galleryEmbeddings(toyModel(), source, { folder });
  const second = await galleryEmbeddings(toyModel(), source, { folder });
  expect(second).toEqual(first);
  expect(source.decoded).toEqual([0, 1, 2, 3, 4, 5]);
  await galleryEmbeddings(toyModel('another version'), source, { folder });
  expect(source.decoded.length).toBe(12);
});

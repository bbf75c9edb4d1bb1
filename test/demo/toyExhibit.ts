import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownCacheName } from '../../src/datasets/own/ownPictures.js';
import { openDataset } from '../../src/datasets/openDataset.js';
import { randomSource } from '../../src/base/randomSource.js';
import { workspacePath } from '../../src/base/files/workspacePath.js';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import type { Exhibit } from '../../src/demo/exhibit/exhibit.js';
import { openExhibit, type ExhibitOptions } from '../../src/demo/exhibit/openExhibit.js';
import { pictureEmbedder } from '../../src/demo/exhibit/pictureEmbedder.js';
import { createQueryModel } from '../../src/models/createQueryModel.js';
import { saveQueryModel } from '../../src/models/queryModelFiles.js';
import { writeEmbeddingFile } from '../../src/vectors/writeEmbeddingFile.js';
import { writePicture } from '../datasets/pictures.js';
import { readFileSync } from 'node:fs';
import { toyPhotoModel } from '../extraction/toyPhotos.js';

/** A label that would be more than text where a page took it for markup. */
export const markup = '<img src=x onerror="document.title=1">';
export const labels = ['apple', 'melon', 'pear', 'plum', markup];
const perLabel = 4;
/** D of the toy gallery model. */
const dimension = 6;

export interface ToyExhibit {
  folder: string;
  photos: string;
  /** Folders of the saved query models. */
  models: readonly string[];
  /** How the exhibit is opened. */
  options: ExhibitOptions & { gallery: string; pictures: string; exports: string };
  open(): Promise<Exhibit>;
  remove(): void;
}

/** Twenty pictures, their vectors by a toy gallery model, and two query models that were never trained. */
export async function toyExhibit(): Promise<ToyExhibit> {
  await selectBackend();
  const folder = mkdtempSync(join(tmpdir(), 'demo-'));
  const photos = join(folder, 'photos');
  for (const [l, label] of labels.entries()) {
    for (let n = 0; n < perLabel; n++)
      await writePicture(photos, `${label}/${n}.jpg`, 1 + l * perLabel + n, 40);
  }
  const embedder = pictureEmbedder(toyPhotoModel(), { square: 32 }, dimension);
  const { records } = await openDataset(photos);
  const vectors = [];
  for (const { path } of records) vectors.push(await embedder.embed(readFileSync(path!)));
  const gallery = join(folder, 'vectors.npz');
  const data = Float32Array.from(vectors.flatMap((vector) => [...vector]));
  const ids = records.map(({ id }) => id);
  await writeEmbeddingFile(gallery, { matrix: { data, rows: ids.length, columns: dimension }, ids });
  const models = ['first', 'second'].map((name) => join(folder, name));
  for (const [seed, model] of models.entries()) {
    const config = { kind: 'smallCnn', width: 0.25, size: 32 } as const;
    const made = await createQueryModel(config, randomSource(seed, 'weights'), { dimension });
    await saveQueryModel(made, model);
    made.dispose();
  }
  const options = { gallery, pictures: photos, exports: join(folder, 'exports') };
  const cache = workspacePath('data', 'cache', ownCacheName(photos));
  return {
    folder,
    photos,
    models,
    options,
    open: () =>
      openExhibit(
        models.map((model, n) => ({ folder: model, label: n === 0 ? 'First' : 'Second' })),
        { ...options, galleryModel: { model: toyPhotoModel(), square: 32 } },
      ),
    remove: () => [folder, cache].forEach((path) => rmSync(path, { recursive: true, force: true })),
  };
}

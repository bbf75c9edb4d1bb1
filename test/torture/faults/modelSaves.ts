import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunConfig } from '../../../src/experiments/runConfig.js';
import { readExport } from '../../../src/export/readExport.js';
import { cardFiles, writeExport } from '../../../src/export/writeExport.js';
import { extractPhotos } from '../../../src/extraction/extractPhotos.js';
import type { PhotoRecord } from '../../../src/extraction/photoChunks.js';
import type { QueryModel } from '../../../src/models/queryModel.js';
import { saveQueryModel } from '../../../src/models/queryModelFiles.js';
import { exportFigure } from '../../../src/report/plots/exportFigure.js';
import { finishReplacing } from '../../../src/base/files/replaceTogether.js';
import { openTrainedModel } from '../../../src/trainedModels/openTrainedModel.js';
import { saveTrainedModel } from '../../../src/trainedModels/saveTrainedModel.js';
import { readEmbeddingFile } from '../../../src/vectors/readEmbeddingFile.js';
import { toyPhotoModel } from '../../extraction/toyPhotos.js';
import { syntheticRunOf } from '../../study/syntheticRun.js';
import type { Save, Version } from './save.js';

export type Models = Record<Version, QueryModel>;

async function readModel(folder: string): Promise<unknown> {
  const trained = await openTrainedModel(folder);
  const weights = await Promise.all(trained.model.variables.map((variable) => variable.data()));
  const gallery = trained.run?.record.galleryModel;
  trained.dispose();
  return { weights, gallery };
}

/** A trained model with its run. */
export const trainedModel = (config: RunConfig, models: Models): Save => ({
  name: 'a trained model',
  write: (folder, version) =>
    saveTrainedModel(folder, {
      model: models[version],
      run: syntheticRunOf(config, { galleryModel: version }),
    }),
  read: readModel,
});

/** A query model alone. */
export const queryModel = (models: Models): Save => ({
  name: 'a query model',
  write: (folder, version) => saveQueryModel(models[version], folder),
  read: readModel,
});

/** The vectors of photos by one model and then by another. */
export const photoVectors = (photos: PhotoRecord[]): Save => ({
  name: 'vectors of photos',
  mayBeGone: true,
  write: (folder, version) =>
    extractPhotos({
      ...{ model: toyPhotoModel(version), photos, out: join(folder, 'vectors.npy'), overwrite: true },
      ...{ longestSide: version === 'old' ? 32 : 24, photosPerChunk: 2 },
    }),
  async read(folder) {
    const file = join(folder, 'vectors.npy');
    if (!existsSync(file)) return undefined;
    const { matrix, ids } = await readEmbeddingFile(file);
    return { ids, data: [...matrix.data] };
  },
});

/** Two exported models with their card. */
export const exported: Save = {
  name: 'an export',
  write(folder, version) {
    const files = new Map(['model.json', 'weights.bin'].map((name) => [name, Buffer.from(version + name)]));
    const written = ['one', 'two'].map((name) => ({ exported: { folder: name }, files }));
    return writeExport(folder, { version } as never, written);
  },
  async read(folder) {
    const models = [await readExport(join(folder, 'one')), await readExport(join(folder, 'two'))];
    const card = readFileSync(join(folder, cardFiles.data), 'utf8');
    return [card, ...models.map((files) => [...files].map(([name, bytes]) => `${name}: ${bytes.join()}`))];
  },
};

/** A figure in its three forms. */
export const figure: Save = {
  name: 'a figure',
  write: (folder, version) =>
    exportFigure({ data: [], layout: { title: { text: version } } }, { folder, name: 'curve', reuse: true }),
  async read(folder) {
    await finishReplacing(folder, 'curve');
    return ['png', 'svg', 'plotly.json'].map((end) => readFileSync(join(folder, `curve.${end}`), 'utf8'));
  },
};

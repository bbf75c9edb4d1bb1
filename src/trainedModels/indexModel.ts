import { existsSync } from 'node:fs';
import type { RunConfig } from '../experiments/runConfig.js';
import { RetrievalError } from '../errors.js';
import type { GalleryIndex } from '../galleryIndex/openIndex.js';
import { checkIndexDimension, checkSameModel, modelOfVectors } from '../galleryIndex/vectorModel.js';

/**
 * Refuses an index that a query model can't search: of another dimension, of another gallery model as far as both are known,
 * or of plain vectors where the model was trained for treated ones.
 *
 * @param run configuration that the query model was trained with, where it is known
 * @param dimension D of the query model
 */
export function checkIndexOfModel(index: GalleryIndex, run: RunConfig | undefined, dimension: number): void {
  const { columns, model } = index.record();
  checkIndexDimension(columns, dimension, 'the query model');
  if (!run) return;
  const { gallery, galleryTreatment } = run;
  if (galleryTreatment !== 'raw') {
    throw new RetrievalError({
      what: 'The query model was trained for treated vectors',
      where: index.folder,
      expected: 'no --index: then the gallery of the training run is searched, treated as in training',
      found: `galleryTreatment ${galleryTreatment}`,
      fix: 'leave out --index, or train with galleryTreatment raw',
      kind: 'usage',
    });
  }
  if (gallery.name === 'vectors') {
    if (existsSync(gallery.file)) checkSameModel(model, modelOfVectors(gallery.file), gallery.file);
  } else if (model && model.name.split('@')[0] !== gallery.name) {
    throw new RetrievalError({
      what: 'The index is of another gallery model than the query model was trained for',
      where: index.folder,
      expected: gallery.name,
      found: model.name,
      fix: 'build an index of the vectors of that gallery model',
      kind: 'usage',
    });
  }
}

import * as tf from '@tensorflow/tfjs-core';
import { queryPhotoModel, weightsIdentity, type PhotoModel } from '../extraction/photoModel.js';
import { createGalleryModel } from '../models/createGalleryModel.js';
import type { TrainedModel } from './trainedModel.js';

/** A model with the side of the squares that it extracts at by default; none for photos at their own size. */
export interface ExtractionModel {
  model: PhotoModel;
  square?: number;
}

/**
 * A trained model for the extraction of vectors. Where its training run is known it sees squares as the evaluation of that
 * run did; otherwise squares of its own size.
 *
 * @throws RetrievalError for a head when the size of its pictures is not known, or the weights of its frozen network are
 *   missing.
 */
export async function trainedPhotoModel(trained: TrainedModel): Promise<ExtractionModel> {
  const isHead = trained.model.input.kind !== 'pixels';
  const model = isHead ? await headPhotoModel(trained) : await queryPhotoModel(trained.model, trained.folder);
  if (!trained.run) return { model, square: model.size };
  const { scaled } = trained.preparation();
  return { model: scaled > model.size ? onMiddle(model, scaled) : model, square: scaled };
}

/** A head behind the frozen network whose features it stands on. */
async function headPhotoModel(trained: TrainedModel): Promise<PhotoModel> {
  const { model: head } = trained;
  const { name, size, pooling } = (await trained.features())!;
  const frozen = await createGalleryModel({ name, size, pooling });
  return {
    name: head.name,
    dimension: head.dimension,
    size,
    identity: `${await weightsIdentity(head)} on ${frozen.identity}`,
    anySize: false,
    async embed(pixels) {
      const features = await frozen.embed(pixels);
      try {
        return tf.tidy(() => head.embed(features, { training: false }));
      } finally {
        features.dispose();
      }
    },
    dispose() {
      frozen.dispose();
      head.dispose();
    },
  };
}

/** The model on the middle of squares of `scaled` pixels; it sees other pictures whole. */
function onMiddle(model: PhotoModel, scaled: number): PhotoModel {
  const { size } = model;
  const start = Math.floor((scaled - size) / 2);
  return {
    ...model,
    // What takes squares of one size only, takes the larger ones now.
    ...(!model.anySize && { size: scaled }),
    identity: `${model.identity} on the middle of ${scaled}`,
    async embed(pixels) {
      const [pictures, height, width] = pixels.shape;
      if (height !== scaled || width !== scaled) return model.embed(pixels);
      const middle = tf.slice4d(pixels, [0, start, start, 0], [pictures, size, size, 3]);
      try {
        return await model.embed(middle);
      } finally {
        middle.dispose();
      }
    },
  };
}

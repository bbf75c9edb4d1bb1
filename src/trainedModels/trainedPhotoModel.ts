import * as tf from '@tensorflow/tfjs-core';
import { queryPhotoModel, type PhotoModel } from '../extraction/photoModel.js';
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
 * @throws RetrievalError (usage) for a head, which stands on features that a frozen network must compute first.
 */
export async function trainedPhotoModel(trained: TrainedModel): Promise<ExtractionModel> {
  const model = await queryPhotoModel(trained.model, trained.folder);
  if (!trained.run) return { model, square: model.size };
  const { scaled } = trained.preparation();
  return { model: scaled > model.size ? onMiddle(model, scaled) : model, square: scaled };
}

/** The model on the middle of squares of `scaled` pixels; it sees other pictures whole. */
function onMiddle(model: PhotoModel, scaled: number): PhotoModel {
  const { size } = model;
  const start = Math.floor((scaled - size) / 2);
  return {
    ...model,
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

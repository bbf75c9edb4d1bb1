import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { galleryPhotoModel, queryPhotoModel, type PhotoModel } from '../../extraction/photoModel.js';
import { RetrievalError } from '../../errors.js';
import { preparationOf } from '../../trainedModels/preparation.js';
import { readTrainingRun } from '../../trainedModels/trainingRun.js';
import * as tf from '@tensorflow/tfjs-core';
import { createGalleryModel } from '../../models/createGalleryModel.js';
import { loadQueryModel } from '../../models/queryModelFiles.js';
import type { GalleryModelConfigInput } from '../../models/galleryModel.js';

/** A model with the side of the squares that it extracts at by default; none for photos at their own size. */
export interface ExtractModel {
  model: PhotoModel;
  square?: number;
}

/**
 * The model that a text names: the folder of a trained query model, a gallery model's configuration (JSON, or a `.json`
 * file), or a gallery model's name. Query models and models of one size extract squares of their size by default; a query
 * model whose training run is known sees pictures as the evaluation of that run did.
 * @throws RetrievalError when there is no such model, or its weights are missing.
 */
export async function extractModel(text: string): Promise<ExtractModel> {
  if (existsSync(join(text, 'query-model.json'))) {
    return trainedModel(text);
  }
  const model = galleryPhotoModel(await createGalleryModel(await galleryConfig(text)));
  return model.anySize ? { model } : { model, square: model.size };
}

async function trainedModel(folder: string): Promise<ExtractModel> {
  const queryModel = await loadQueryModel(folder);
  const run = await readTrainingRun(folder, queryModel.config);
  const model = await queryPhotoModel(queryModel, folder);
  if (!run) return { model, square: model.size };
  const { scaled } = preparationOf(model.size, run.manifest.config);
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

async function galleryConfig(text: string): Promise<GalleryModelConfigInput> {
  if (text.trim().startsWith('{')) return parse(text, '--model');
  if (extname(text) === '.json') return parse(await readFile(text, 'utf8').catch(missing(text)), text);
  return { name: text } as GalleryModelConfigInput;
}

function parse(json: string, where: string): GalleryModelConfigInput {
  try {
    return JSON.parse(json) as GalleryModelConfigInput;
  } catch (cause) {
    throw new RetrievalError({
      what: 'The configuration of the model is not valid JSON',
      where,
      expected: 'for example {"name":"efficientNetLite2","pooling":"gem"}',
      found: cause instanceof Error ? cause.message : String(cause),
      kind: 'usage',
      cause,
    });
  }
}

function missing(file: string): (cause: unknown) => never {
  return (cause) => {
    throw new RetrievalError({
      what: 'The configuration of the model can not be read',
      where: file,
      found: cause instanceof Error ? cause.message : String(cause),
      fix: 'correct the path',
      kind: 'usage',
      cause,
    });
  };
}

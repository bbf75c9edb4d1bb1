import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { galleryPhotoModel } from '../../extraction/photoModel.js';
import { RetrievalError } from '../../errors.js';
import { createGalleryModel } from '../../models/createGalleryModel.js';
import { hasQueryModel } from '../../models/queryModelManifest.js';
import { openTrainedModel } from '../../trainedModels/openTrainedModel.js';
import { trainedPhotoModel, type ExtractionModel } from '../../trainedModels/trainedPhotoModel.js';
import { isOnnxFile, onnxGalleryModel } from '../onnxGalleryModel.js';
import type { GalleryModelConfigInput } from '../../models/galleryModelConfig.js';

/** What is known of a model in an ONNX file. */
export interface OnnxChoices {
  /** JSON; see `onnxGalleryModel`. */
  fields?: string;
  /** Path of a picture that it is tried on. */
  picture?: string;
}

/**
 * The model that a text names: an ONNX file, the folder of a trained query model, a gallery model's configuration (JSON, or a `.json`
 * file), or a gallery model's name. Query models and models of one size extract squares of their size by default; a query
 * model whose training run is known sees pictures as the evaluation of that run did.
 * @throws RetrievalError when there is no such model, or its weights are missing.
 */
export async function extractModel(text: string, onnx: OnnxChoices = {}): Promise<ExtractionModel> {
  if (isOnnxFile(text)) {
    const model = galleryPhotoModel(await onnxGalleryModel(text, onnx.fields, onnx.picture));
    return { model, square: model.size };
  }
  if (hasQueryModel(text)) return trainedPhotoModel(await openTrainedModel(text));
  const model = galleryPhotoModel(await createGalleryModel(await galleryConfig(text)));
  return model.anySize ? { model } : { model, square: model.size };
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

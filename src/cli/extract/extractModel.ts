import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { galleryPhotoModel, queryPhotoModel, type PhotoModel } from '../../embeddings/index.js';
import { RetrievalError } from '../../errors.js';
import { createGalleryModel, loadQueryModel, type GalleryModelConfigInput } from '../../models/index.js';

/** A model with the side of the squares that it extracts at by default; none for photos at their own size. */
export interface ExtractModel {
  model: PhotoModel;
  square?: number;
}

/**
 * The model that a text names: the folder of a trained query model, a gallery model's configuration (JSON, or a `.json`
 * file), or a gallery model's name. Query models and models of one size extract squares of their size by default.
 * @throws RetrievalError when there is no such model, or its weights are missing.
 */
export async function extractModel(text: string): Promise<ExtractModel> {
  if (existsSync(join(text, 'query-model.json'))) {
    const model = await queryPhotoModel(await loadQueryModel(text), text);
    return { model, square: model.size };
  }
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

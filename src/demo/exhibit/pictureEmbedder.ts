import * as tf from '@tensorflow/tfjs-core';
import { RetrievalError } from '../../errors.js';
import { galleryPhotoModel, type PhotoModel } from '../../extraction/photoModel.js';
import { embedAtScales } from '../../extraction/multiScale.js';
import type { PhotoEmbeddingOptions } from '../../extraction/photoChunks.js';
import { photoSettings } from '../../extraction/photoSettings.js';
import { decodePhoto } from '../../images/decodePhoto.js';
import { buildGalleryModel } from '../../models/createGalleryModel.js';
import type { RunConfig } from '../../experiments/runConfig.js';
import type { PictureEmbedder } from './exhibit.js';

/** How a model sees pictures; what is left out is as `extractPhotos` has it. */
export type PictureSettings = Pick<PhotoEmbeddingOptions, 'square' | 'longestSide' | 'scales'>;

/**
 * A model that embeds pictures as they come, one at a time, and as `extractPhotos` does.
 * @param dimension D of the gallery
 * @throws RetrievalError (usage) when its vectors have another length than the gallery's, and for settings that it does not
 *   take.
 */
export function pictureEmbedder(
  model: PhotoModel,
  settings: PictureSettings,
  dimension: number,
): PictureEmbedder {
  const { scales, ...sizing } = photoSettings(model, settings);
  if (model.dimension !== dimension) {
    throw new RetrievalError({
      what: 'The gallery model does not belong to the gallery',
      where: model.name,
      expected: `vectors of ${dimension} numbers`,
      found: `${model.dimension} numbers`,
      fix: 'name the model that the gallery was embedded with',
      kind: 'usage',
    });
  }
  let last: Promise<unknown> = Promise.resolve();
  const embed = async (bytes: Uint8Array): Promise<Float32Array> => {
    const name = 'the picture of the request';
    const { pixels, height, width } = await decodePhoto(bytes, { name, ...sizing });
    const input = tf.tensor4d(pixels, [1, height, width, 3], 'int32');
    const vectors = await embedAtScales(model, input, scales);
    try {
      return await vectors.data<'float32'>();
    } finally {
      tf.dispose([input, vectors]);
    }
  };
  return {
    name: model.name,
    // One after the other: each fills the processor by itself.
    embed(bytes) {
      const result = last.then(() => embed(bytes));
      last = result.catch(() => undefined);
      return result;
    },
    dispose: () => model.dispose(),
  };
}

/** The gallery model of a training run; or, in a sentence, why it can't embed pictures as the gallery was. */
export async function embedderOfRun(
  run: RunConfig | undefined,
  dimension: number,
): Promise<PictureEmbedder | { missing: string }> {
  if (!run) return { missing: 'nothing says which gallery model made these vectors' };
  const { gallery, galleryTreatment, galleryPhotos } = run;
  if (gallery.name === 'vectors')
    return { missing: 'the vectors came from a file, not from a gallery model' };
  if (gallery.name === 'fused') return { missing: 'the vectors are those of several gallery models' };
  if (galleryTreatment !== 'raw') return { missing: `the vectors were treated by ${galleryTreatment}` };
  const model = galleryPhotoModel(await buildGalleryModel(gallery));
  return pictureEmbedder(model, galleryPhotos ?? { square: model.size }, dimension);
}

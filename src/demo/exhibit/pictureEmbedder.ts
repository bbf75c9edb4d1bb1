import * as tf from '@tensorflow/tfjs-core';
import { RetrievalError } from '../../errors.js';
import { galleryPhotoModel, type PhotoModel } from '../../extraction/photoModel.js';
import { decodePhoto } from '../../images/decodePhoto.js';
import { buildGalleryModel } from '../../models/createGalleryModel.js';
import type { RunConfig } from '../../experiments/runConfig.js';
import type { PictureEmbedder } from './exhibit.js';

/**
 * A model that embeds pictures as they come, one at a time.
 * @param square side of the squares that it sees; without it photos keep their shape
 * @param dimension D of the gallery
 * @throws RetrievalError (usage) when its vectors have another length than the gallery's.
 */
export function pictureEmbedder(
  model: PhotoModel,
  square: number | undefined,
  dimension: number,
): PictureEmbedder {
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
    const { pixels, height, width } = await decodePhoto(bytes, { name, ...(square && { square }) });
    const input = tf.tensor4d(pixels, [1, height, width, 3], 'int32');
    const vectors = await model.embed(input);
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
  if (galleryTreatment !== 'raw') return { missing: `the vectors were treated by ${galleryTreatment}` };
  const model = galleryPhotoModel(await buildGalleryModel(gallery));
  return pictureEmbedder(model, galleryPhotos ? undefined : model.size, dimension);
}

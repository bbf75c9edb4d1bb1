import type * as tf from '@tensorflow/tfjs-core';
import { RetrievalError } from '../errors.js';
import { sha256OfBytes } from '../base/files/sha256.js';
import type { GalleryModel } from '../models/galleryModel.js';
import type { QueryModel } from '../models/queryModel.js';

/** A model that embeds photos. */
export interface PhotoModel {
  readonly name: string;
  /** D */
  readonly dimension: number;
  /** Side of the squares that it was made for, in pixels. */
  readonly size: number;
  /** Changes whenever its embeddings could. */
  readonly identity: string;
  /** Whether it takes pictures of any size and aspect ratio, or squares of its own size only. */
  readonly anySize: boolean;
  /** `[B, H, W, 3]` pixel values 0..255 -> `[B, D]` unit rows; the caller disposes of them. */
  embed(pixels: tf.Tensor4D): Promise<tf.Tensor2D>;
  /** The model's own way to join several scales, each `[B, H, W, 3]`, in one unit vector per picture. */
  embedScales?: GalleryModel['embedScales'];
  dispose(): void;
}

/**
 * A gallery model on photos of any size if it is fully convolutional, on squares of its own size otherwise.
 * @example
 * const model = galleryPhotoModel(await createGalleryModel({ name: 'mobileNetV2', size: 96 }));
 * console.log(model.anySize); // true
 * model.dispose();
 */
export function galleryPhotoModel(model: GalleryModel): PhotoModel {
  const { name, dimension, size, identity } = model;
  return {
    name,
    dimension,
    size,
    identity,
    anySize: model.embedPhoto !== undefined,
    embed: (pixels) => model.embedPhoto?.(pixels) ?? model.embed(pixels),
    ...(model.embedScales && { embedScales: (scaled) => model.embedScales!(scaled) }),
    dispose: () => model.dispose(),
  };
}

/**
 * A trained query model on pictures: fully convolutional, so that it takes any size.
 * @param place how errors call the model
 * @throws RetrievalError for a head, which stands on features that a frozen network must compute first.
 */
export async function queryPhotoModel(model: QueryModel, place = model.name): Promise<PhotoModel> {
  const { input } = model;
  if (input.kind !== 'pixels') {
    throw new RetrievalError({
      what: 'The query model embeds stored features, not pictures',
      where: place,
      expected: 'a query model on pictures',
      found: model.name,
      fix: 'extract with the gallery model whose features the head stands on',
      kind: 'usage',
    });
  }
  return {
    name: model.name,
    dimension: model.dimension,
    size: input.size,
    identity: await weightsIdentity(model),
    anySize: true,
    embed: (pixels) => Promise.resolve(model.embed(pixels, { training: false })),
    dispose: () => model.dispose(),
  };
}

/** A hash over configuration and weights. */
export async function weightsIdentity({ config, dimension, variables, state }: QueryModel): Promise<string> {
  const parts = [JSON.stringify({ config, dimension })];
  for (const variable of [...variables, ...state]) {
    const { buffer, byteOffset, byteLength } = await variable.data<'float32'>();
    parts.push(sha256OfBytes(new Uint8Array(buffer, byteOffset, byteLength)));
  }
  return sha256OfBytes(parts.join('\n'));
}

import { setImmediate } from 'node:timers/promises';
import type * as tf from '@tensorflow/tfjs-core';
import { pixelTensor } from '../compute/kernels/pixelTensor.js';
import { allBroken, reasonOf, type BrokenPicture } from '../images/brokenPictures.js';
import type { Box } from '../images/decodePicture.js';
import type { Photo, PhotoSizing } from '../images/decodePhoto.js';
import { loadAhead, type LoadLimits } from '../images/loadAhead.js';
import { pictureInput } from '../images/pictureInput.js';
import { picturePool } from '../images/picturePool.js';
import { embedAtScales, usualScales } from './multiScale.js';
import { checkLength, modelFailure } from './photoFailures.js';
import type { PhotoModel } from './photoModel.js';
import { sizeBuckets } from './sizeBuckets.js';

/** A photo to embed. */
export interface PhotoRecord {
  /** Unique among the photos. */
  id: string;
  path: string;
  /** Part of the upright photo, cut out before anything else. */
  box?: Box;
  /** Gives its bytes where it is no file of its own: an object of a store, a part of an archive. `path` is how errors call it then. */
  read?: () => Promise<Uint8Array>;
  /** With `read`: changes with its content. */
  stamp?: string;
}

/** A photo that could not be decoded. */
export type BrokenPhoto = BrokenPicture;

export interface PhotoEmbeddingOptions extends PhotoSizing {
  /** Default 1, 1/sqrt 2, sqrt 2; `[1]` for a single scale. */
  scales?: readonly number[];
  /** Most photos of equal size in one run of the network; default 1, for squares 16. */
  batch?: number;
  /** Leaves out photos that can't be decoded, and lists them; default is to stop and name them all. */
  skipBroken?: boolean;
  /** Of decoding; default 16 photos ahead and 100 megapixels in decoding. */
  limits?: Partial<LoadLimits>;
  /** Stops at the next batch. */
  signal?: AbortSignal;
  /** Told after each batch how many photos are finished, and how many of them turned out to be broken. */
  onPhotos?: (photos: number, broken: number) => void;
}

/** The vectors of one chunk of photos. */
export interface EmbeddedChunk {
  /** `[ids.length, D]` unit rows in the photos' order. */
  vectors: Float32Array;
  ids: string[];
  broken: BrokenPhoto[];
}

const megapixelsInDecoding = 100;
/** What a photo counts that is not looked into before its turn: four in decoding at most. */
const unknownMegapixels = megapixelsInDecoding / 4;
/** Decoded photos that wait for others of their size. */
const pixelsInBuckets = 64e6;

/** Stops the work at a photo that could not be decoded. */
class UndecodedPhoto extends Error {
  constructor(cause: unknown) {
    super('a photo could not be decoded', { cause });
  }
}

/** A decoded photo with its place in its chunk. */
type PlacedPhoto = Photo & { place: number };

/**
 * Embeds photos chunk by chunk. While the network works, the next photos are decoded, also those of the next chunk; at
 * most `limits.ahead` decoded ones wait, so that memory does not grow with their number.
 * @throws RetrievalError that names all broken photos unless `skipBroken`, and for vectors without length.
 */
export async function* embedPhotoChunks(
  model: PhotoModel,
  chunks: readonly (readonly PhotoRecord[])[],
  options: PhotoEmbeddingOptions = {},
): AsyncGenerator<EmbeddedChunk> {
  const photos = chunks.flat();
  const { longestSide, square, longestSideOf } = options;
  const pool = picturePool(photos.length);
  const loading = loadAhead({
    count: photos.length,
    capacity: megapixelsInDecoding,
    ...options.limits,
    weigh: async (index) => {
      if (photos[index]!.read) return unknownMegapixels;
      const { width, height } = await pool.run('dimensions', photos[index]!.path);
      return (width * height) / 1e6;
    },
    load: async (index) => {
      const { box } = photos[index]!;
      const source = await pictureInput(photos[index]!);
      return pool.run('photo', { longestSide, square, longestSideOf, box, source });
    },
  });
  try {
    for (const chunk of chunks) yield await embedChunk(model, chunk, loading, options);
  } catch (error) {
    // Whatever else is broken is named with the first.
    throw error instanceof UndecodedPhoto ? await allBroken(error.cause, photos, 'the pictures') : error;
  } finally {
    await loading.return(undefined);
  }
}

async function embedChunk(
  model: PhotoModel,
  photos: readonly PhotoRecord[],
  loading: AsyncGenerator<PromiseSettledResult<Photo>>,
  options: PhotoEmbeddingOptions,
): Promise<EmbeddedChunk> {
  const { batch = options.square ? 16 : 1, scales = usualScales, signal, onPhotos } = options;
  const rows = new Map<number, Float32Array>();
  const broken: BrokenPhoto[] = [];
  const onBroken = (photo: PhotoRecord, reason: unknown): void => {
    if (!options.skipBroken) throw new UndecodedPhoto(reason);
    broken.push({ id: photo.id, reason: reasonOf(reason) });
    onPhotos?.(1, 1);
  };
  const decoded = takeDecoded(photos, loading, onBroken);
  for await (const bucket of sizeBuckets(decoded, { batch, capacity: pixelsInBuckets })) {
    signal?.throwIfAborted();
    // Lets finished decodings hand over and signals arrive: the network may block this thread.
    await setImmediate();
    const vectors = await embedBucket(model, bucket, scales).catch((error: unknown) => {
      throw modelFailure(error, bucket[0]!, photos, model);
    });
    bucket.forEach(({ place }, i) => rows.set(place, vectors[i]!));
    onPhotos?.(bucket.length, 0);
  }
  const kept = photos.map((_, place) => place).filter((place) => rows.has(place));
  const vectors = new Float32Array(kept.length * model.dimension);
  kept.forEach((place, row) => {
    const vector = rows.get(place)!;
    checkLength(vector, photos[place]!, model);
    vectors.set(vector, row * model.dimension);
  });
  return { vectors, ids: kept.map((place) => photos[place]!.id), broken };
}

/** The next photos that could be decoded, with their places. */
async function* takeDecoded(
  photos: readonly PhotoRecord[],
  loading: AsyncGenerator<PromiseSettledResult<Photo>>,
  onBroken: (photo: PhotoRecord, reason: unknown) => void,
): AsyncGenerator<PlacedPhoto> {
  for (const [place, photo] of photos.entries()) {
    const result = (await loading.next()).value as PromiseSettledResult<Photo>;
    if (result.status === 'fulfilled') yield { ...result.value, place };
    else onBroken(photo, result.reason);
  }
}

async function embedBucket(
  model: PhotoModel,
  bucket: readonly Photo[],
  scales: readonly number[],
): Promise<Float32Array[]> {
  const [{ width, height }] = bucket as [Photo];
  const bytes = new Uint8Array(bucket.length * height * width * 3);
  bucket.forEach(({ pixels }, i) => bytes.set(pixels, i * pixels.length));
  const input = pixelTensor<tf.Tensor4D>(bytes, [bucket.length, height, width, 3]);
  try {
    const vectors = await embedAtScales(model, input, scales);
    const data = await vectors.data<'float32'>();
    vectors.dispose();
    return bucket.map((_, i) => data.slice(i * model.dimension, (i + 1) * model.dimension));
  } finally {
    input.dispose();
  }
}

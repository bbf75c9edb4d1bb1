import * as tf from '@tensorflow/tfjs-core';
import { valuesNow } from '../../compute/backend/valuesNow.js';
import { checkCount } from '../../vectors/gallery/checkInput.js';
import type { MonotoneMapping } from './types.js';

/** Similarities of the same pairs of pictures under both models. */
export interface SimilarityPairs {
  /** `[n]` */
  gallery: readonly number[];
  /** `[n]` */
  query: readonly number[];
}

/** A map as points in ascending order of the gallery similarity. */
export interface MappedPoints {
  gallery: number[];
  mapped: number[];
}

const asker = { where: 'mappingPoints', fix: 'compute with ASYMMETRIC_BACKEND=native' };

/**
 * A map on an even grid over [0, 1], for drawing it.
 * @throws RetrievalError on WebGPU outside a browser.
 */
export function mappingPoints(mapping: MonotoneMapping, count = 101): MappedPoints {
  const { gallery, values } = mappedGrid(mapping, count);
  const mapped = Array.from(valuesNow(values, asker));
  values.dispose();
  return { gallery, mapped };
}

/** The same where the backend may not be able to give values on the spot. */
export async function readMappingPoints(mapping: MonotoneMapping, count = 101): Promise<MappedPoints> {
  const { gallery, values } = mappedGrid(mapping, count);
  const mapped = Array.from(await values.data());
  values.dispose();
  return { gallery, mapped };
}

function mappedGrid(mapping: MonotoneMapping, count: number): { gallery: number[]; values: tf.Tensor } {
  checkCount(count, 'count', 2);
  const gallery = Array.from({ length: count }, (_, n) => n / (count - 1));
  return { gallery, values: tf.tidy(() => mapping.apply(tf.tensor1d(gallery))) };
}

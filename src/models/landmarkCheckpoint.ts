import { RetrievalError } from '../errors.js';
import { NumpyArray } from '../checkpoints/numpyObjects.js';
import type { ModelFile } from './modelFile.js';
import { imageNetPreprocessing, type Preprocessing } from './networks/network.js';

/** An affine map of descriptors, `W (x - mean) + bias`. */
export interface Projection {
  /** W, `[K, D]` row by row. */
  matrix: Float32Array;
  rows: number;
  /** `[D]` */
  mean: Float32Array;
  /** `[K]` */
  bias: Float32Array;
}

/** The set whose whitening the SSP lab and the owners' examples take. */
export const usualWhitening = 'retrieval-SfM-120k';

/** What the owners' code assumes unless `meta` says something else, and the only thing that is supported here. */
const supported = { architecture: 'resnet101', pooling: 'gem', local_whitening: false, regional: false };

/**
 * The `meta` of a checkpoint of cnnimageretrieval-pytorch; empty where a file has none.
 * @throws RetrievalError for another architecture or pooling, and for whitening of regions or of local features.
 */
export function readMeta({ others, path }: ModelFile): Map<unknown, unknown> {
  const meta = others.get('meta');
  if (!(meta instanceof Map)) return new Map();
  const values = meta as Map<unknown, unknown>;
  for (const [name, expected] of Object.entries(supported)) {
    const found = values.get(name) ?? expected;
    if (found === expected) continue;
    throw new RetrievalError({
      what: 'The checkpoint is of another network than ResNet-101 with GeM pooling',
      where: `${path}, meta.${name}`,
      expected: String(expected),
      found: JSON.stringify(found),
      fix: 'take a checkpoint such as retrievalSfM120k-resnet101-gem or rSfM120k-tl-resnet101-gem-w',
    });
  }
  return values;
}

/**
 * Mean and deviation of `meta`, which are of colours 0..1; without them ImageNet's.
 * @throws RetrievalError for anything but three numbers each, the deviations positive.
 */
export function preprocessingOf(meta: Map<unknown, unknown>, path: string): Preprocessing {
  const { mean, deviation } = imageNetPreprocessing;
  return {
    order: 'rgb',
    mean: meta.has('mean') ? pixelValues(meta.get('mean'), -Infinity, `${path}, meta.mean`) : mean,
    deviation: meta.has('std')
      ? pixelValues(meta.get('std'), Number.MIN_VALUE, `${path}, meta.std`)
      : deviation,
  };
}

/**
 * The learned whitening in `meta.Lw`, for one scale (`ss`) or several (`ms`): `P (x - m)`.
 *
 * @param name the set that it was learned on, or `none`; default `usualWhitening` if it is there
 * @param columns D
 * @returns nothing where there is none to be applied
 * @throws RetrievalError when the named one is missing or has another shape.
 */
export function learnedWhitening(
  meta: Map<unknown, unknown>,
  name: string | undefined,
  scales: 'ss' | 'ms',
  columns: number,
  path: string,
): Projection | undefined {
  const all = meta.get('Lw');
  const sets = all instanceof Map ? (all as Map<unknown, unknown>) : new Map<unknown, unknown>();
  if (name === 'none' || (name === undefined && !sets.has(usualWhitening))) return undefined;
  const where = `${path}, meta.Lw[${JSON.stringify(name ?? usualWhitening)}].${scales}`;
  const set = sets.get(name ?? usualWhitening);
  if (!(set instanceof Map)) {
    throw new RetrievalError({
      what: 'The checkpoint holds no such whitening',
      where,
      expected: [...sets.keys(), 'none'].map(String).join(', '),
      found: name,
      fix: 'name one of these as whitening, or leave it out',
    });
  }
  const form = (set as Map<unknown, unknown>).get(scales);
  const [m, P] = ['m', 'P'].map((key) =>
    form instanceof Map ? (form as Map<unknown, unknown>).get(key) : form,
  );
  const isMean = m instanceof NumpyArray && m.length === columns;
  const isMatrix =
    P instanceof NumpyArray && P.shape.length === 2 && P.shape[1] === columns && P.shape[0]! > 0;
  if (!isMean || !isMatrix) {
    throw new RetrievalError({
      what: 'The whitening of the checkpoint does not fit its network',
      where,
      expected: `m [${columns}, 1] and P [K, ${columns}], arrays of NumPy`,
      found: `m ${shapeOf(m)} and P ${shapeOf(P)}`,
      fix: 'set whitening to none and whiten the embeddings afterwards',
    });
  }
  const rows = P.shape[0]!;
  return { matrix: numbersOf(P), rows, mean: numbersOf(m), bias: new Float32Array(rows) };
}

function numbersOf(array: NumpyArray): Float32Array {
  return Float32Array.from({ length: array.length }, (_, place) => array.at(place));
}

function shapeOf(value: unknown): string {
  return value instanceof NumpyArray ? `[${value.shape.join(', ')}]` : typeof value;
}

function pixelValues(value: unknown, least: number, where: string): [number, number, number] {
  const numbers = Array.isArray(value) ? (value as unknown[]) : [];
  if (
    numbers.length !== 3 ||
    !numbers.every((x): x is number => Number.isFinite(x) && (x as number) >= least)
  ) {
    throw new RetrievalError({
      what: 'The checkpoint does not say how pictures are prepared',
      where,
      expected: 'three numbers, in colours from 0 to 1',
      found: String(value).slice(0, 80),
    });
  }
  return numbers.map((x) => 255 * x) as [number, number, number];
}

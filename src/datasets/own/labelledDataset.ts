import { basename } from 'node:path';
import { RetrievalError } from '../../errors.js';
import { heldOutSplit } from '../heldOutSplit.js';
import type { PictureProgress } from '../../images/pixelCache.js';
import { randomSource } from '../../base/randomSource.js';
import { rowsWhere } from '../createDataset.js';
import { withCopies, type CopiedPicture } from './copies.js';
import { ownCacheName, ownPictures, ownProperties } from './ownPictures.js';
import { photoDataset } from '../photoDataset.js';
import { ownBrokenPictures, wholePictures } from './wholePictures.js';
import type { Dataset, ImageRecord, RetrievalSplit } from '../types.js';

/** How pictures with labels are divided and kept. */
export interface LabelledDatasetOptions {
  /** Decides which labels train in the split `unseen`; default 0. */
  seed?: number;
  /** Share of the labels that the split `unseen` keeps from training and searches; default 0.5. */
  testShare?: number;
  /** Leaves out pictures that cannot be decoded; default false. */
  skipBroken?: boolean;
  onProgress?: PictureProgress;
  /** Folder of the resized pictures; default a folder of its own in `data/cache` of the workspace. */
  cacheFolder?: string;
}

/** A picture with its label, which is empty where it has none. */
export type LabelledPicture = Pick<ImageRecord, 'id' | 'label'> & Omit<CopiedPicture, 'box'>;

/** Share of the training labels that the split `validation` holds out. */
const validationShare = 0.25;

/**
 * A data set of the user's own pictures, in their order, with the splits of {@link folderDataset}.
 * @param place where they lie: an absolute path, or an address
 */
export async function labelledDataset(
  place: string,
  found: readonly LabelledPicture[],
  { seed = 0, testShare = 0.5, skipBroken, onProgress, cacheFolder }: LabelledDatasetOptions,
): Promise<Dataset> {
  const cache = { cacheName: ownCacheName(place), cacheFolder, onProgress };
  const { kept: pictures, leftOut } = await wholePictures(withCopies(found, cache), { ...cache, skipBroken });
  checkCount(place, pictures.length);
  const labelNames = [...new Set(pictures.map(({ label }) => label))].filter(Boolean).sort();
  const places = new Map<string, number>();
  const records = pictures.map((picture): ImageRecord => {
    const { label } = picture;
    const place = places.get(label) ?? 0;
    places.set(label, place + 1);
    // A label's only picture goes to the gallery, where it does no harm; as a query it could find nothing.
    return { ...picture, origin: label, role: place % 2 === 1 ? 'query' : 'gallery' };
  });
  return photoDataset({
    ...ownProperties,
    name: basename(place),
    records,
    labelNames,
    splits: [
      heldOutSplit(records),
      ...(labelNames.length < 2 ? [] : labelSplits(records, labelNames, seed, testShare)),
    ],
    contentVersions: [place, `seed ${seed}`, `test share ${testShare}`],
    attributions: [ownPictures(place)],
    ...cache,
    leftOut,
    brokenPictures: (told) => ownBrokenPictures(pictures, { ...cache, onProgress: told }),
    watchTimes: true,
    fix: 'do not change the pictures while they are read',
  });
}

/** `unseen` holds labels back from all labels, `validation` from the training labels of `unseen`. */
function labelSplits(
  records: ImageRecord[],
  labelNames: string[],
  seed: number,
  testShare: number,
): RetrievalSplit[] {
  const [test, fit] = divide(labelNames, testShare, seed, 'test labels');
  const [heldOut, rest] = divide([...fit], validationShare, seed, 'validation labels');
  const split = (
    name: string,
    trained: Set<string>,
    searched: Set<string>,
    description: string,
  ): RetrievalSplit => ({
    name,
    fit: rowsWhere(records, ({ label }) => trained.has(label)),
    queries: rowsWhere(records, ({ label, role }) => searched.has(label) && role === 'query'),
    gallery: rowsWhere(records, ({ label, role }) => searched.has(label) && role === 'gallery'),
    excludeSelf: false,
    description,
  });
  return [
    split('unseen', fit, test, `${fit.size} labels train, ${test.size} others are searched`),
    split('validation', rest, heldOut, `${rest.size} labels train, ${heldOut.size} others are searched`),
  ];
}

/** A random share of the labels, at least one, and the rest. */
function divide(labels: string[], share: number, seed: number, stream: string): [Set<string>, Set<string>] {
  const order = randomSource(seed, stream).permutation(labels.length);
  const count = Math.max(1, Math.round(labels.length * share));
  const taken = new Set(Array.from(order.subarray(0, count), (place) => labels[place]!));
  return [taken, new Set(labels.filter((label) => !taken.has(label)))];
}

function checkCount(place: string, pictures: number): void {
  if (pictures >= 3) return;
  throw new RetrievalError({
    what: 'There are too few pictures',
    where: place,
    expected: 'at least three JPEG, PNG or WebP pictures, in folders or not',
    found: String(pictures),
    fix: 'add pictures, or correct the path',
  });
}

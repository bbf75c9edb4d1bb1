import { basename, resolve } from 'node:path';
import { RetrievalError } from '../../errors.js';
import { heldOutSplit } from '../heldOutSplit.js';
import type { PictureProgress } from '../../images/pixelCache.js';
import { randomSource } from '../../base/randomSource.js';
import { rowsWhere } from '../createDataset.js';
import { folderPictures } from './folderPictures.js';
import { ownCacheName, ownPictures, ownProperties } from './ownPictures.js';
import { photoDataset } from '../photoDataset.js';
import { ProblemList } from '../../base/problems/problem.js';
import { ownBrokenPictures, wholePictures } from './wholePictures.js';
import type { Dataset, ImageRecord, RetrievalSplit } from '../types.js';

export interface FolderDatasetOptions {
  /** A folder of pictures; a picture in a folder of it has that folder's name as its label. */
  folder: string;
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

/** Share of the training labels that the split `validation` holds out. */
const validationShare = 0.25;

/**
 * Your own pictures. The split `heldOut` trains on all but a few of them, labels or not. With two labels or more, each a
 * folder, there are `unseen` and `validation` too: the labels are divided at random into training and test; among a test
 * label's pictures every other one is a query, the rest is the gallery.
 *
 * @throws RetrievalError when the folder can't be used or holds fewer than three pictures.
 */
export async function folderDataset(options: FolderDatasetOptions): Promise<Dataset> {
  const { seed = 0, testShare = 0.5, skipBroken, onProgress, cacheFolder } = options;
  const folder = resolve(options.folder);
  const problems = new ProblemList();
  const found = await Promise.resolve().then(() => folderPictures(folder, problems));
  problems.throwErrors(folder);
  const place = { cacheName: ownCacheName(folder), cacheFolder, onProgress };
  const { kept: pictures, leftOut } = await wholePictures(found, { ...place, skipBroken });
  checkCount(folder, pictures.length);
  const labelNames = [...new Set(pictures.map(({ label }) => label))].filter(Boolean).sort();
  const places = new Map<string, number>();
  const records = pictures.map(({ label, id, path }): ImageRecord => {
    const place = places.get(label) ?? 0;
    places.set(label, place + 1);
    // A label's only picture goes to the gallery, where it does no harm; as a query it could find nothing.
    return { id, label, origin: label, path, role: place % 2 === 1 ? 'query' : 'gallery' };
  });
  return photoDataset({
    ...ownProperties,
    name: basename(folder),
    records,
    labelNames,
    splits: [
      heldOutSplit(records),
      ...(labelNames.length < 2 ? [] : labelSplits(records, labelNames, seed, testShare)),
    ],
    contentVersions: [folder, `seed ${seed}`, `test share ${testShare}`],
    attributions: [ownPictures(folder)],
    ...place,
    leftOut,
    brokenPictures: (told) => ownBrokenPictures(pictures, { ...place, onProgress: told }),
    watchTimes: true,
    fix: 'do not change the folder while it is read',
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

function checkCount(folder: string, pictures: number): void {
  if (pictures >= 3) return;
  throw new RetrievalError({
    what: 'The folder holds too few pictures',
    where: folder,
    expected: 'at least three JPEG, PNG or WebP pictures, in folders or not',
    found: String(pictures),
    fix: 'add pictures, or correct the path',
  });
}

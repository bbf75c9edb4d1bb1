import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { workspacePath } from '../../base/files/workspacePath.js';
import type { PictureProgress } from '../../images/pixelCache.js';
import { readGroceryLists } from './groceryLists.js';
import { grocerySplits } from './grocerySplits.js';
import { photoDataset } from '../photoDataset.js';
import type { Attribution, Dataset } from '../types.js';

/** Where the photos come from and at which state; they are never part of this repository. */
export const grocerySource = {
  repository: 'https://github.com/marcusklasson/GroceryStoreDataset',
  commit: 'fc80ba90f803d79d0383df52c5a4ac5de99ff6fc',
  /** Photos of each list, and the studio pictures. */
  counts: { train: 2640, val: 296, test: 2485, studio: 81 },
} as const;

/** Whom to name when a photo is shown. */
export const groceryAttribution: Attribution = {
  name: 'Grocery Store Dataset (Klasson, Zhang, Kjellström: A hierarchical grocery store image dataset, WACV 2019)',
  licence: 'MIT',
  author: 'Marcus Klasson',
  source: grocerySource.repository,
};

export interface GroceryStoreOptions {
  /** The folder that holds `dataset/`. */
  folder: string;
  onProgress?: PictureProgress;
  /** Folder of the resized pictures; default `data/cache/grocery` of the workspace. */
  cacheFolder?: string;
}

/**
 * The Grocery Store photos: 5,421 phone photos and 81 studio pictures of 81 products, in the owner's layout. Label
 * numbers are the owner's fine ids.
 *
 * @throws RetrievalError that lists every unusable line and every missing picture.
 */
export async function groceryStoreDataset(options: GroceryStoreOptions): Promise<Dataset> {
  const { folder, onProgress, cacheFolder } = options;
  const { records, labelNames, texts } = await Promise.resolve(folder).then(readGroceryLists);
  return photoDataset({
    name: 'grocery',
    records,
    labelNames,
    splits: grocerySplits(records, labelNames),
    contentVersions: texts,
    attributions: [groceryAttribution],
    cacheName: 'grocery',
    cacheFolder,
    onProgress,
    watchTimes: false,
    fix: 'run `npx asym data get grocery` again',
  });
}

/**
 * The folder of the photos: that of ASYMMETRIC_GROCERY, then `data/grocery-store` of the workspace, then
 * `shared/data/grocery-store` beside the workspace; null where none holds them.
 */
export function findGroceryStore(): string | null {
  const root = workspacePath();
  const candidates = [
    process.env.ASYMMETRIC_GROCERY,
    join(root, 'data', 'grocery-store'),
    join(root, '..', 'shared', 'data', 'grocery-store'),
  ];
  return candidates.find((folder) => folder && existsSync(join(folder, 'dataset', 'classes.csv'))) ?? null;
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { workspacePath } from '../../base/files/workspacePath.js';
import type { PictureProgress } from '../../images/pixelCache.js';
import { groceryDescription } from './groceryDescription.js';
import { readGroceryLists } from './groceryLists.js';
import { grocerySplits } from './grocerySplits.js';
import { photoDataset } from '../photoDataset.js';
import type { Dataset } from '../types.js';

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
    ...groceryDescription,
    name: 'grocery',
    records,
    labelNames,
    splits: grocerySplits(records, labelNames),
    contentVersions: texts,
    attributions: groceryDescription.attributions(),
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

import type { Attribution, DatasetDescription } from '../types.js';

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

/** The Grocery Store photos; a mirrored photo still shows the same product. */
export const groceryDescription: DatasetDescription = {
  pictureKind: 'photo',
  mayBeMirrored: true,
  defaultSplit: 'unseen',
  attributions: () => [groceryAttribution],
};

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { unknownName } from '../base/config/unknownName.js';
import { readingData, RetrievalError } from '../errors.js';
import { benchmarkNames } from './benchmarks/names.js';
import { openNamedBenchmark, isNamedBenchmark } from './benchmarks/namedBenchmark.js';
import { addressedDataset } from './own/addressedDataset.js';
import { csvDataset } from './own/csvDataset.js';
import { isPictureList } from './own/csvRecords.js';
import { datasetRegistry } from './datasetRegistry.js';
import { folderDataset } from './own/folderDataset.js';
import { isAddressed } from './sources/addressedPhotos.js';
import type { Dataset } from './types.js';

import { memo } from '../base/memo.js';
import type { Progress } from '../base/progress.js';

/**
 * Opens a data set once per process, one that is registered anew once more.
 * @param name `emoji`, `emoji-small` (every fourth class), `grocery` (the photos that come with the workspace),
 *   `grocery-originals`, one that was registered, a benchmark (`in-shop`, `roxford5k+revisitop1m`,
 *   `google-landmarks-v2:train`), or the path of your own: a folder of
 *   pictures, with a folder per label where they have labels, a CSV file, a text file of paths, or pictures that are no files:
 *   `s3://bucket/photos/`, `photos-{000..009}.tar`, `part-*.parquet`, see {@link addressedDataset}.
 * @example
 * const photos = await openDataset('photos');
 * console.log(photos.records.length, photos.labelNames); // 24 [ 'label0', 'label1', 'label2', 'label3' ]
 * console.log(Object.keys(photos.splits)); // [ 'heldOut', 'unseen', 'validation' ]
 */
export const openDataset = memo(
  (name: string, _onProgress?: Progress, { skipBroken }: OpenDatasetOptions = {}) =>
    `${isNamed(name) ? name : resolve(name)} ${datasetRegistry.codeOf(name)?.revision ?? 0}${skipBroken ? ' whole pictures' : ''}`,
  (name: string, onProgress?: Progress, options: OpenDatasetOptions = {}) =>
    readingData(() => open(name, options, onProgress)),
);

/** How a data set is opened; a run's configuration is one. */
export interface OpenDatasetOptions {
  /** Leaves out pictures of the user's own that cannot be decoded; default false. */
  skipBroken?: boolean;
}

const isNamed = (name: string): boolean => datasetRegistry.find(name) !== undefined || isNamedBenchmark(name);

function open(name: string, { skipBroken }: OpenDatasetOptions, onProgress?: Progress): Promise<Dataset> {
  const definition = datasetRegistry.find(name);
  if (skipBroken && (definition ?? isNamedBenchmark(name))) throw notOwn(name);
  if (definition) return definition.open({ onProgress });
  if (isNamedBenchmark(name)) return openNamedBenchmark(name, { onProgress });
  const own = { skipBroken, ...(skipBroken && { onProgress }) };
  if (isAddressed(name)) return addressedDataset({ place: name, ...own });
  if (!existsSync(name)) throw notThere(name);
  return isPictureList(name) ? csvDataset({ file: name, ...own }) : folderDataset({ folder: name, ...own });
}

function notOwn(name: string): RetrievalError {
  return new RetrievalError({
    what: 'Pictures of a data set with a name are not left out',
    where: 'skipBroken',
    expected: 'a folder, a CSV file or a list of paths of your own',
    found: name,
    fix: `leave it out; \`npx asym data check ${name}\` lists what is broken`,
    kind: 'usage',
  });
}

function notThere(name: string): RetrievalError {
  const names = [...datasetRegistry.names(), ...benchmarkNames];
  return unknownName(name, names, {
    what: 'There is no such data set',
    where: name,
    expected: `a folder of pictures, a CSV file, a list of paths, s3://bucket/prefix/, a .tar, a .parquet, or one of ${names.join(', ')}`,
    found: 'no file or folder, and no name, like this',
    fix: 'correct the path or the name',
  });
}

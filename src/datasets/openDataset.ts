import { openNamedBenchmark, isNamedBenchmark } from './benchmarks/namedBenchmark.js';
import { csvDataset } from './own/csvDataset.js';
import { emojiDataset } from './emoji/emojiDataset.js';
import { findGroceryStore, groceryStoreDataset } from './grocery/groceryStoreDataset.js';
import { folderDataset } from './own/folderDataset.js';
import type { Dataset } from './types.js';
import { readingData, RetrievalError } from '../errors.js';
import { memo } from '../base/memo.js';
import type { Progress } from '../base/progress.js';

/**
 * Opens a data set once per process.
 * @param name `emoji`, `emoji-small` (every fourth class), `grocery`, a benchmark (`in-shop`, `roxford5k+revisitop1m`,
 *   `google-landmarks-v2:train`), or the path of your own: a folder with a folder per label, or a CSV file.
 */
export const openDataset = memo(
  (name: string, _onProgress?: Progress) => name,
  (name: string, onProgress?: Progress) => readingData(() => open(name, onProgress)),
);

async function open(name: string, onProgress?: Progress): Promise<Dataset> {
  if (name === 'emoji') return emojiDataset({ onProgress });
  if (name === 'emoji-small') return emojiDataset({ onProgress, classStep: 4 });
  if (isNamedBenchmark(name)) return openNamedBenchmark(name, { onProgress });
  if (name.endsWith('.csv')) return csvDataset({ file: name });
  if (name !== 'grocery') return folderDataset({ folder: name });
  const folder = findGroceryStore();
  if (!folder) {
    throw new RetrievalError({
      what: 'The Grocery Store photos are not here',
      expected: 'data/grocery-store, or the folder named by ASYMMETRIC_GROCERY',
      fix: 'run `npx asym data get grocery` (or `... get grocery --from FOLDER` for a copy you have)',
    });
  }
  return groceryStoreDataset({ folder });
}

export { emojiDataset, type EmojiDatasetOptions } from './emojiDataset.js';
export { emojiAttribution, emojiVendors } from './emojiPackages.js';
export { largestCachedSize } from './pixelReader.js';
export type { Attribution, Dataset, ImageRecord, PixelRequest, RetrievalSplit } from './types.js';
export {
  findGroceryStore,
  groceryAttribution,
  grocerySource,
  groceryStoreDataset,
  type GroceryStoreOptions,
} from './groceryStoreDataset.js';
export { checkDataset, type DatasetReport } from './checkDataset.js';
export { csvDataset, type CsvDatasetOptions } from './csvDataset.js';
export { folderDataset, type FolderDatasetOptions } from './folderDataset.js';
export { describeProblem, type DatasetProblem } from './problem.js';
export { allAttributions } from './attributions.js';
export { fetchGroceryStore, type FetchGroceryOptions } from './fetchGroceryStore.js';

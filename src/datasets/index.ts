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

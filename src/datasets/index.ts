export { allAttributions } from './attributions.js';
export {
  type BenchmarkReport,
  type CheckBenchmarkOptions,
  checkBenchmark,
} from './benchmarks/checkBenchmark.js';
export { type BenchmarkState, benchmarkState } from './benchmarks/download/benchmarkState.js';
export { fetchBenchmark } from './benchmarks/download/fetchBenchmark.js';
export type { FetchOptions, FetchProgress, FetchReport } from './benchmarks/download/fetchTypes.js';
export { benchmarkFolder } from './benchmarks/folders.js';
export { type BenchmarkName, benchmarkNames } from './benchmarks/names.js';
export { openBenchmark } from './benchmarks/openBenchmark.js';
export { createReplica } from './benchmarks/replicas/createReplica.js';
export { benchmarkSources } from './benchmarks/sources/benchmarkSources.js';
export type { BenchmarkSource } from './benchmarks/sources/types.js';
export type { BenchmarkDataset, BenchmarkOptions, OpenBenchmarkOptions } from './benchmarks/types.js';
export { creditLine } from './creditLine.js';
export { type DatasetParts, createDataset } from './createDataset.js';
export { type EmojiDatasetOptions, emojiDataset } from './emoji/emojiDataset.js';
export { type EmbeddedGroceriesOptions, embeddedGroceries } from './grocery/embeddedGroceries.js';
export { type FetchGroceryOptions, fetchGroceryStore } from './grocery/fetchGroceryStore.js';
export { groceryAttribution, grocerySource } from './grocery/groceryDescription.js';
export {
  type GroceryFolder,
  type GroceryFolderOptions,
  writeGroceryFolder,
} from './grocery/groceryFolder.js';
export {
  type GroceryStoreOptions,
  findGroceryStore,
  groceryStoreDataset,
} from './grocery/groceryStoreDataset.js';
export { type GroundTruthOptions, readGroundTruth } from './groundTruth/readGroundTruth.js';
export type {
  GoogleLandmarksGroundTruth,
  GroundTruth,
  IdentityGroundTruth,
  RevisitedGroundTruth,
} from './groundTruth/types.js';
export { type DatasetDefinition, registerDataset } from './datasetRegistry.js';
export { openDataset } from './openDataset.js';
export { type SplitLabels, splitLabels } from './splitLabels.js';
export { type DatasetReport, checkDataset } from './own/checkDataset.js';
export { type AddressedDatasetOptions, addressedDataset } from './own/addressedDataset.js';
export { type CsvDatasetOptions, csvDataset } from './own/csvDataset.js';
export { type FolderDatasetOptions, folderDataset } from './own/folderDataset.js';
export { type PhotoDatasetParts, photoDataset } from './photoDataset.js';
export type {
  Attribution,
  Dataset,
  ImageRecord,
  PixelRequest,
  RetrievalSplit,
  SuppliedVectors,
  VectorKind,
} from './types.js';

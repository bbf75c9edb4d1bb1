export { allAttributions } from './attributions.js';
export {
  type BenchmarkReport,
  type CheckBenchmarkOptions,
  type CheckedCount,
  checkBenchmark,
} from './benchmarks/checkBenchmark.js';
export type { BrokenPicture } from './benchmarks/checkPictures.js';
export { type BenchmarkState, benchmarkState } from './benchmarks/download/benchmarkState.js';
export { bytesText, filesText } from './benchmarks/download/bytesText.js';
export type { CountedPlace } from './benchmarks/download/counts.js';
export { fetchBenchmark, fetchSource } from './benchmarks/download/fetchBenchmark.js';
export type { FetchOptions, FetchProgress, FetchReport } from './benchmarks/download/fetchTypes.js';
export type { FetchPlan, PlannedFile } from './benchmarks/download/plan.js';
export type { RetryPolicy } from './benchmarks/download/retrying.js';
export { benchmarkFolder } from './benchmarks/folders.js';
export { isNamedBenchmark, openNamedBenchmark } from './benchmarks/namedBenchmark.js';
export { type BenchmarkName, benchmarkNames, isBenchmarkName } from './benchmarks/names.js';
export { openBenchmark } from './benchmarks/openBenchmark.js';
export { type ReplicaNote, readReplicaNote } from './benchmarks/publishedCounts.js';
export { createReplica } from './benchmarks/replicas/createReplica.js';
export { benchmarkSources } from './benchmarks/sources/benchmarkSources.js';
export { describeParts, fileKey, selectFiles } from './benchmarks/sources/parts.js';
export type {
  Archive,
  BenchmarkSource,
  Checksum,
  Part,
  PictureCount,
  SourceFile,
} from './benchmarks/sources/types.js';
export {
  type BenchmarkDataset,
  type BenchmarkOptions,
  type GoogleLandmarksPart,
  type OpenBenchmarkOptions,
  googleLandmarksParts,
} from './benchmarks/types.js';
export { type DatasetParts, createDataset } from './createDataset.js';
export { type EmojiDatasetOptions, emojiDataset } from './emoji/emojiDataset.js';
export { emojiAttribution, emojiVendors } from './emoji/emojiPackages.js';
export { type FetchGroceryOptions, fetchGroceryStore } from './grocery/fetchGroceryStore.js';
export {
  type GroceryStoreOptions,
  findGroceryStore,
  groceryAttribution,
  grocerySource,
  groceryStoreDataset,
} from './grocery/groceryStoreDataset.js';
export {
  type BirdSplit,
  birdClassesTrained,
  birdsGroundTruth,
  readBirdsLists,
} from './groundTruth/birdsReader.js';
export { readGoogleLandmarksSolution, readIdColumn } from './groundTruth/googleLandmarksReader.js';
export { type IdentifiedPicture, identityGroundTruth } from './groundTruth/identityGroundTruth.js';
export { inShopGroundTruth, readInShopPartition } from './groundTruth/inShopReader.js';
export { productsGroundTruth, readProductsList } from './groundTruth/productsReader.js';
export { type GroundTruthOptions, readGroundTruth } from './groundTruth/readGroundTruth.js';
export { parseRevisitedGroundTruth, readRevisitedGroundTruth } from './groundTruth/revisitedReader.js';
export type {
  BirdPicture,
  GoogleLandmarksGroundTruth,
  GroundTruth,
  IdentityGroundTruth,
  InShopPicture,
  LandmarkUsage,
  ProductPicture,
  RevisitedGroundTruth,
  RevisitedQuery,
} from './groundTruth/types.js';
export { type DatasetDefinition, registerDataset } from './datasetRegistry.js';
export { openDataset } from './openDataset.js';
export { type DatasetReport, checkDataset } from './own/checkDataset.js';
export { type CsvDatasetOptions, csvDataset } from './own/csvDataset.js';
export { type FolderDatasetOptions, folderDataset } from './own/folderDataset.js';
export { type PhotoDatasetParts, photoDataset } from './photoDataset.js';
export { largestCachedSize } from './pixelReader.js';
export type { Attribution, Dataset, ImageRecord, PixelRequest, RetrievalSplit } from './types.js';

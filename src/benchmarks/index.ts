export {
  checkBenchmark,
  type BenchmarkReport,
  type CheckBenchmarkOptions,
  type CheckedCount,
} from './checkBenchmark.js';
export type { BrokenPicture } from './checkPictures.js';
export * from './download/index.js';
export { benchmarkFolder } from './folders.js';
export { isNamedBenchmark, openNamedBenchmark } from './namedBenchmark.js';
export { benchmarkNames, isBenchmarkName, type BenchmarkName } from './names.js';
export { openBenchmark } from './openBenchmark.js';
export { readReplicaNote, type ReplicaNote } from './publishedCounts.js';
export { createReplica } from './replicas/createReplica.js';
export * from './sources/index.js';
export {
  googleLandmarksParts,
  type BenchmarkDataset,
  type BenchmarkOptions,
  type GoogleLandmarksPart,
  type OpenBenchmarkOptions,
} from './types.js';

export * from './download/index.js';
export { benchmarkFolder } from './folders.js';
export { benchmarkNames, isBenchmarkName, type BenchmarkName } from './names.js';
export { openBenchmark } from './openBenchmark.js';
export * from './sources/index.js';
export {
  googleLandmarksParts,
  type BenchmarkDataset,
  type BenchmarkOptions,
  type GoogleLandmarksPart,
  type OpenBenchmarkOptions,
} from './types.js';

export { benchmarkNames, isBenchmarkName, type BenchmarkName } from './names.js';
export * from './download/index.js';
export * from './sources/index.js';

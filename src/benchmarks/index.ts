export { benchmarkNames, isBenchmarkName, type BenchmarkName } from './names.js';

export { benchmarkState, type BenchmarkState } from './benchmarkState.js';
export { bytesText, filesText } from './bytesText.js';
export type { CountedPlace } from './counts.js';
export { fetchBenchmark, fetchSource } from './fetchBenchmark.js';
export type { FetchOptions, FetchProgress, FetchReport } from './fetchTypes.js';
export type { FetchPlan, PlannedFile } from './plan.js';
export type { RetryPolicy } from './retrying.js';

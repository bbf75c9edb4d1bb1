export { readGrowth, type GrowthReport, type GrowthSeries } from './growth.js';
export { appendHistory, latestResults, readHistory } from './history.js';
export { benchRows, benchText } from './table.js';
export type { BenchResult, BenchRun, Comparison } from './types.js';

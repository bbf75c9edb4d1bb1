export { benchHistory } from './figures/benchHistory.js';
export { type RatioOptions, type RatioResult, benchRatios } from './figures/benchRatios.js';
export { growthCurve } from './figures/growthCurve.js';
export { type GrowthReport, type GrowthSeries, readGrowth } from './growthReport.js';
export { appendHistory, benchChanges, latestResults, readHistory } from './history.js';
export { type BenchGroup, benchGroups, itemWords } from './itemWords.js';
export { benchRows, benchText } from './table.js';
export type { BenchResult, BenchRun, Comparison } from './types.js';

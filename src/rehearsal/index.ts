export { describeEstimate } from './describeEstimate.js';
export { dryRun, type DryRunOptions, type DryRunReport, type DryRunStep } from './dryRun.js';
export { estimateRun, type RunEstimate } from './estimateRun.js';

/// <reference types="long" preserve="true" />
export { describeEstimate } from './describeEstimate.js';
export { type DryRunOptions, type DryRunReport, type DryRunStep, dryRun } from './dryRun.js';
export { type RunEstimate, estimateRun } from './estimateRun.js';

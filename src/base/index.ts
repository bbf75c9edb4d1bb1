export { parseConfig } from './config/parseConfig.js';
export { readConfigFile } from './config/readConfigFile.js';
export { workspacePath } from './files/workspacePath.js';
export type { DatasetProblem } from './problems/problem.js';
export { loadPlugin } from './registry/loadPlugin.js';
export type { Progress, ProgressState } from './progress.js';
export { type RandomSource, type RandomState, randomSource } from './randomSource.js';

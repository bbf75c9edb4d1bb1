export { bestOf, evolve, searchAtRandom, type Evaluation, type SearchProblem } from './evolution.js';
export { choiceLabel, handMadePaths, pathLabel, type HandMade } from './handMade.js';
export { checkBudget, pathKey, type Path, type PathSpace } from './paths.js';
export { withRecalibration, type RecalibrationPictures } from './recalibration.js';
export { rewardOf, type PathScore } from './scorePath.js';
export { searchArchitecture, type CandidateProgress, type SearchOptions } from './searchArchitecture.js';
export {
  completeSearchConfig,
  rewardKinds,
  searchConfigSchema,
  type RewardKind,
  type SearchConfig,
  type SearchConfigInput,
} from './searchConfig.js';
export { readSearchLog, writeSearchLog, type SearchEvaluation, type SearchLog } from './searchLog.js';
export { createSupernet, type Supernet } from './supernet.js';

export { type Evaluation, type SearchProblem, bestOf, evolve, searchAtRandom } from './evolution.js';
export { choiceDrawing } from './figures/choiceDrawing.js';
export { type SearchCourse, paretoFront, searchProgress } from './figures/searchProgress.js';
export { type SearchRaceLog, searchRace } from './figures/searchRace.js';
export { type HandMade, choiceLabel, handMadePaths, pathLabel } from './handMade.js';
export { type Path, type PathSpace, checkBudget, pathKey } from './paths.js';
export { type RecalibrationPictures, withRecalibration } from './recalibration.js';
export { type PathScore, rewardOf } from './scorePath.js';
export { type CandidateProgress, type SearchOptions, searchArchitecture } from './searchArchitecture.js';
export {
  type RewardKind,
  type SearchConfig,
  type SearchConfigInput,
  completeSearchConfig,
  rewardKinds,
  searchConfigSchema,
} from './searchConfig.js';
export { type SearchEvaluation, type SearchLog, readSearchLog, writeSearchLog } from './searchLog.js';
export { type Supernet, createSupernet } from './supernet.js';

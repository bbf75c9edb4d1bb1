/// <reference types="long" preserve="true" />
export { bestOf } from './evolution.js';
export { choiceDrawing } from './figures/choiceDrawing.js';
export { type SearchCourse, searchProgress } from './figures/searchProgress.js';
export { type SearchRaceLog, searchRace } from './figures/searchRace.js';
export { choiceLabel, pathLabel } from './handMade.js';
export type { Path } from './paths.js';
export { descentColumns, descentRows, pathChanges, pathInWords } from './pathWords.js';
export type { PathScore } from './scorePath.js';
export { type CandidateProgress, type SearchOptions, searchArchitecture } from './searchArchitecture.js';
export { type SearchConfig, type SearchConfigInput, completeSearchConfig } from './searchConfig.js';
export { type RewardKind, rewardKinds } from './rewardKinds.js';
export { type SearchEvaluation, type SearchLog, readSearchLog, writeSearchLog } from './searchLog.js';

/// <reference types="long" preserve="true" />
export { type Question, type QuestionId, questions } from './analysis/answers/answers.js';
export { comparisonColumns, comparisonRows, shortColumns } from './analysis/comparison.js';
export {
  type ComparedNetwork,
  comparedNetworks,
  networkColumns,
  networkRows,
  networkRuns,
  runsOf,
} from './analysis/foundNetworks.js';
export { gainColumns, gainRows } from './analysis/gainTable.js';
export { type Gain, pairedGain, verdictOf } from './analysis/pairedGain.js';
export { retrainingFindings, searchFindings } from './analysis/searchFindings.js';
export { searchedArchitecture } from './analysis/searchedArchitecture.js';
export { select } from './analysis/selection.js';
export { systemColumns, systemRows } from './analysis/systemTable.js';
export { allFigures, drawFigure, scorePanels } from './figures/figures.js';
export type { ExampleChoice } from './figures/chooseExamples.js';
export { showAnswer, showFigure } from './figures/showAnswer.js';
export { type ExamplesOptions, showExamples } from './figures/showExamples.js';
export { gridExamples } from './figures/gridExamples.js';
export { type LossRun, lossCurves } from './figures/lossCurves.js';
export { type MapCurve, mappingCurve } from './figures/mappingCurve.js';
export { type ConsistencyRun, rankConsistencyCurve } from './figures/rankConsistencyCurve.js';
export { type ScorePanel, scoreScatter } from './figures/scoreScatter.js';
export { families } from './methods/families.js';
export type { Family } from './methods/family.js';
export { methodLabel } from './methods/looks.js';
export type { Method, Trial } from './methods/method.js';
export { type MethodId, chosenTrial, methodIds, methods } from './methods/methods.js';
export { changedLoss } from './plan/changedLoss.js';
export { grid, headlineMethods } from './plan/grids.js';
export { type Profile, profile } from './plan/profiles.js';
export { type ProfileName, profileNames } from './plan/profileNames.js';
export {
  retrainingSeeds,
  searchFolder,
  searchLogFile,
  searchOf,
  shownSearchProfile,
} from './plan/searchProfiles.js';
export { type DatasetName, type Setting, datasetNames, settings } from './plan/settings.js';
export { type Workspace, type WorkspaceChoices, currentWorkspace } from './plan/workspace.js';
export { type RankerDataset, chosenRanker, rankerDatasets } from './rankers/chosen.js';
export { candidates as rankerCandidates } from './rankers/candidates.js';
export { gainTableColumns, gainTableRows } from './rankers/gains.js';
export { type RankerStudy, rankerFigures, rankerStudy } from './rankers/rankerStudy.js';
export { readResults, writeResults } from './runs/resultsFolder.js';
export { studyRuns } from './runs/studyRuns.js';
export { trainedRuns } from './runs/trainedRuns.js';
export { tuningResults } from './runs/tuningResults.js';
export { bitsCurve } from './scale/bitsCurve.js';
export { growthLines } from './scale/growthLines.js';
export { type ScaleResult, readScale } from './scale/scaleResults.js';
export { growthRows, qualityRows, slopeRows } from './scale/scaleTable.js';

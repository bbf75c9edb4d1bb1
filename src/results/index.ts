export { answers, questions, type Question, type QuestionId } from './answers/index.js';
export { comparisonColumns, comparisonRows, groupedRows } from './comparison.js';
export { allFigures, drawFigure, scorePanels } from './figures.js';
export {
  comparedNetworks,
  networkColumns,
  networkRows,
  networkRuns,
  runsOf,
  type ComparedNetwork,
} from './foundNetworks.js';
export { gridExamples } from './gridExamples.js';
export { changedLoss, mainLoss, methodIds, methods, type Method, type MethodId } from './methods.js';
export {
  capacitySweep,
  contrasted,
  distortionSweepRuns,
  grid,
  headlineMethods,
  rankOrderAblation,
  resolutionSweep,
  treatmentSweep,
} from './grids.js';
export { profile, profileNames, type Profile, type ProfileName } from './profiles.js';
export { pairedGain, verdictOf, type Gain } from './pairedGain.js';
export { readResults, writeResults } from './resultsFolder.js';
export { searchedArchitecture } from './searchedArchitecture.js';
export { retrainingFindings, searchFindings } from './searchFindings.js';
export { retrainingSeeds, searchFolder, searchLogFile, searchOf } from './searchProfiles.js';
export { select } from './selection.js';
export { sweepIds, sweepRuns, sweeps, type Sweep, type SweepId } from './sweeps.js';
export { sweepSeries, type SweepPoint } from './sweepSeries.js';
export { systemColumns, systemRows } from './systemTable.js';
export { allTables } from './tables.js';
export { trainedRuns } from './trainedRuns.js';
export { currentWorkspace, profileFolder, type Workspace } from './workspace.js';
export { withRegression, type Trial } from './trialParts.js';
export { trials } from './trials.js';
export {
  datasetNames,
  settings,
  smallCnnSetting,
  tunedNetworkSetting,
  type DatasetName,
  type Setting,
} from './settings.js';
export { tuningLog, tuningRuns, type TuningResult } from './tuning.js';

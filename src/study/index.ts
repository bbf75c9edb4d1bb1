export { type Question, type QuestionId, answers, questions } from './analysis/answers/answers.js';
export { comparisonColumns, comparisonRows, groupedRows } from './analysis/comparison.js';
export {
  type ComparedNetwork,
  comparedNetworks,
  networkColumns,
  networkRows,
  networkRuns,
  runsOf,
} from './analysis/foundNetworks.js';
export { type Gain, pairedGain, verdictOf } from './analysis/pairedGain.js';
export { retrainingFindings, searchFindings } from './analysis/searchFindings.js';
export { searchedArchitecture } from './analysis/searchedArchitecture.js';
export { select } from './analysis/selection.js';
export { type SweepPoint, sweepSeries } from './analysis/sweepSeries.js';
export { systemColumns, systemRows } from './analysis/systemTable.js';
export { type CapacityRun, capacityCurve } from './figures/capacityCurve.js';
export {
  type OverTrainingOptions,
  type TrainingRun,
  consistencyOverTraining,
} from './figures/consistencyOverTraining.js';
export { consistencyPanels } from './figures/consistencyPanels.js';
export { type CostOptions, type CostRun, costAccuracy } from './figures/costAccuracy.js';
export { costPanels } from './figures/costPanels.js';
export { type DistortionRun, distortionSweep } from './figures/distortionSweep.js';
export { allFigures, drawFigure, scorePanels } from './figures/figures.js';
export { gridExamples } from './figures/gridExamples.js';
export { type LossRun, lossCurves } from './figures/lossCurves.js';
export { type MapCurve, mappingCurve } from './figures/mappingCurve.js';
export { type BarRun, type Reference, methodBars } from './figures/methodBars.js';
export { type PredictorOptions, type PredictorRun, predictorScatter } from './figures/predictorScatter.js';
export {
  type ConsistencyRun,
  type RankConsistencyOptions,
  rankConsistencyCurve,
} from './figures/rankConsistencyCurve.js';
export { type ResolutionRun, resolutionCurve } from './figures/resolutionCurve.js';
export { type ScorePanel, scoreScatter } from './figures/scoreScatter.js';
export { type SweepOptions, type SweepRun, sweepCurves } from './figures/sweepCurves.js';
export { type SystemBarsOptions, systemBars } from './figures/systemBars.js';
export { type TreatmentRun, treatmentDots } from './figures/treatmentDots.js';
export { families, familyOf, supervisionOf } from './methods/families.js';
export type { Family, FamilyId } from './methods/family.js';
export { inLegendOrder, methodLabel, methodLooks } from './methods/looks.js';
export type { Method, Supervision, Trial } from './methods/method.js';
export { type MethodId, chosenTrial, methodIds, methods } from './methods/methods.js';
export { withRegression } from './methods/trialParts.js';
export { allTables } from './pages/tables.js';
export { changedLoss, mainLoss } from './plan/changedLoss.js';
export {
  capacitySweep,
  contrasted,
  distortionSweepRuns,
  grid,
  headlineMethods,
  rankOrderAblation,
  resolutionSweep,
  treatmentSweep,
} from './plan/grids.js';
export { type Profile, type ProfileName, profile, profileNames } from './plan/profiles.js';
export { retrainingSeeds, searchFolder, searchLogFile, searchOf } from './plan/searchProfiles.js';
export {
  type DatasetName,
  type Setting,
  datasetNames,
  settings,
  smallCnnSetting,
  tunedNetworkSetting,
} from './plan/settings.js';
export { type Sweep, type SweepId, sweepIds, sweepRuns, sweeps } from './plan/sweeps.js';
export { type TuningResult, tuningLog, tuningRuns } from './plan/tuning.js';
export { type Workspace, currentWorkspace, profileFolder } from './plan/workspace.js';
export { readResults, writeResults } from './runs/resultsFolder.js';
export { trainedRuns } from './runs/trainedRuns.js';

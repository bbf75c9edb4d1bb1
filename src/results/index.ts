export { comparisonColumns, comparisonRows } from './comparison.js';
export { allFigures, drawFigure } from './figures.js';
export { gridExamples } from './gridExamples.js';
export { methodIds, methods, type Method, type MethodId } from './methods.js';
export {
  capacitySweep,
  datasetNames,
  distortionSweepRuns,
  grid,
  profile,
  profileNames,
  rankOrderAblation,
  settings,
  smallCnnSetting,
  treatmentSweep,
  type DatasetName,
  type Profile,
  type ProfileName,
  type Setting,
} from './profiles.js';
export { readResults, writeResults } from './resultsFolder.js';
export { select } from './selection.js';
export { trainedRuns } from './trainedRuns.js';
export { currentWorkspace, profileFolder, type Workspace } from './workspace.js';

export { comparisonColumns, comparisonRows } from './comparison.js';
export { allFigures, drawFigure } from './figures.js';
export { gridExamples } from './gridExamples.js';
export { methodIds, methods, type Method, type MethodId } from './methods.js';
export {
  capacitySweep,
  distortionSweepRuns,
  grid,
  profile,
  profileNames,
  rankOrderAblation,
  treatmentSweep,
  type Profile,
  type ProfileName,
} from './profiles.js';
export { readResults, writeResults } from './resultsFolder.js';
export { select } from './selection.js';
export { trainedRuns } from './trainedRuns.js';
export { currentWorkspace, profileFolder, type Workspace } from './workspace.js';
export { datasetNames, settings, smallCnnSetting, type DatasetName, type Setting } from './settings.js';
export { candidates, tuningLog, tuningRuns, type TuningResult } from './tuning.js';

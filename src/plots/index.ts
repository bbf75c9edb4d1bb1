export { benchHistory } from './benchHistory.js';
export { benchRatios, type RatioResult } from './benchRatios.js';
export { capacityCurve, type CapacityRun } from './capacityCurve.js';
export { choiceDrawing } from './choiceDrawing.js';
export {
  consistencyOverTraining,
  type OverTrainingOptions,
  type TrainingRun,
} from './consistencyOverTraining.js';
export { consistencyPanels } from './consistencyPanels.js';
export { correlation, describeCorrelation, type Correlation } from './correlation.js';
export { costAccuracy, type CostOptions, type CostRun } from './costAccuracy.js';
export { costPanels } from './costPanels.js';
export { distortionSweep, type DistortionRun } from './distortionSweep.js';
export { escapeHtml } from './escapeHtml.js';
export { exportFigure, figurePng, figureSvg, type ExportOptions, type PictureSize } from './exportFigure.js';
export { families, familyOf, supervisionOf, type Family } from './families.js';
export { axis, composeFigure, figureSize, logAxis, type Figure, type FigureOptions } from './figure.js';
export { compactCount, decimals, percent } from './formatting.js';
export { growthCurve } from './growthCurve.js';
export { lossCurves, type LossRun } from './lossCurves.js';
export { mappingCurve, type MapCurve } from './mappingCurve.js';
export { methodBars, type BarRun, type Reference } from './methodBars.js';
export { networkCosts, type NetworkCost } from './networkCosts.js';
export { predictorScatter, type PredictorOptions, type PredictorRun } from './predictorScatter.js';
export {
  rankConsistencyCurve,
  type ConsistencyRun,
  type RankConsistencyOptions,
} from './rankConsistencyCurve.js';
export { canRender, closeRenderer, renderFigure, rendererPath, type RenderRequest } from './renderer.js';
export { resolutionCurve, type ResolutionRun } from './resolutionCurve.js';
export { retrievalGrid, type GridExample, type GridOptions, type GridPicture } from './retrievalGrid.js';
export { scoreScatter, type ScorePanel } from './scoreScatter.js';
export { paretoFront, searchProgress, type SearchCourse } from './searchProgress.js';
export { searchRace, type SearchRaceLog } from './searchRace.js';
export { sweepCurves, type SweepOptions, type SweepRun } from './sweepCurves.js';
export { systemBars, type SystemBarsOptions } from './systemBars.js';
export { temperatureCurves, type TemperatureOptions } from './temperatureCurves.js';
export {
  fonts,
  ink,
  inLegendOrder,
  methodLabel,
  methodStyles,
  styledMethods,
  type MethodStyle,
} from './theme.js';
export { thumbnails } from './thumbnails.js';
export { treatmentDots, type TreatmentRun } from './treatmentDots.js';

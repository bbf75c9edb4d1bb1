export { escapeHtml } from '../base/escapeHtml.js';
export { describeReport } from './model/describeReport.js';
export { duplicateWarning } from './model/duplicateWarning.js';
export type { Confusion, MislabelledCandidate } from './model/labelTrouble.js';
export { type ModelReport, modelReport, writeModelReport } from './model/modelReport.js';
export type { RankedQuery, Ranking } from './model/rankQueries.js';
export type { StudyOptions } from './model/studyModel.js';
export {
  type NotebookProgress,
  type NotebookRequest,
  canExecuteNotebooks,
  executeNotebook,
} from './notebook/execute/executeNotebook.js';
export { interruptSignal } from './notebook/interruptSignal.js';
export { type MimeBundle, displayBundle, inNotebook } from './notebook/kernel.js';
export {
  type ProgressBar,
  type ProgressBarOptions,
  type ProgressFacts,
  progressBar,
} from './notebook/progressBar.js';
export { type ProgressReport, progressText } from './notebook/progressText.js';
export { type ShowOptions, figureBundle, show } from './notebook/show.js';
export { html, Html } from './notebook/html.js';
export { showHtml, showImage } from './notebook/showPicture.js';
export { type PictureOptions, showPictures } from './notebook/showPictures.js';
export { type TableOptions, showTable } from './notebook/showTable.js';
export { type ShowReportOptions, showReport } from './notebook/showReport.js';
export { type TrainWithBarsOptions, trainWithBars } from './notebook/trainWithBars.js';
export { type BarChartOptions, type ChartBar, barChart } from './plots/barChart.js';
export { type Correlation, correlation } from './plots/correlation.js';
export {
  type ExportOptions,
  type PictureSize,
  exportFigure,
  figurePng,
  figureSvg,
} from './plots/exportFigure.js';
export { type Figure, type FigureOptions, axis, composeFigure, figureSize, logAxis } from './plots/figure.js';
export { compactCount } from './plots/formatting.js';
export { type ChartLine, type LineChartOptions, lineChart } from './plots/lineChart.js';
export type { Look } from './plots/look.js';
export { type NetworkCost, networkCosts } from './plots/networkCosts.js';
export { canRender, closeRenderer } from './plots/renderer.js';
export {
  type GridExample,
  type GridOptions,
  type GridPicture,
  retrievalGrid,
} from './plots/retrievalGrid.js';
export { type TemperatureOptions, temperatureCurves } from './plots/temperatureCurves.js';
export { type SearchGridOptions, searchGrid } from './plots/searchGrid.js';
export { thumbnails } from './plots/thumbnails.js';
export { toCsv } from './tables/csv.js';
export { type PerCent, type SetupSummary, reportTable, summariseReport } from './tables/protocolTable.js';
export { type ResultsFrame, type TableRecord, resultsFrame } from './tables/resultsFrame.js';
export type { Cell, Column, Row } from './tables/table.js';
export { toHtmlTable, toMarkdownTable, toTextTable } from './tables/writeTable.js';

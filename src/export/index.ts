export { type Agreement, type Tolerance, measureAgreement, tolerances } from './agreement.js';
export { cardMarkdown } from './cardMarkdown.js';
export { type ModelExportOptions, exportQueryModel } from './exportQueryModel.js';
export {
  type ExportFormat,
  type ExportedFiles,
  type ModelFormat,
  type RunnableModel,
  exportFormats,
} from './exportedFiles.js';
export { formats as modelFormats } from './formats.js';
export { type WeightPrecision, weightPrecisions } from './kernelEncoding.js';
export type { ModelCard } from './modelCard.js';
export type { ExportedModel } from './exportedModel.js';
export type { Plan, Step } from './plan.js';
export { planQueryModel } from './planQueryModel.js';
export { readExport } from './readExport.js';

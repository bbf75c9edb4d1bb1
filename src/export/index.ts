/// <reference types="long" preserve="true" />
export { type Agreement, type Lost, type Tolerance, tolerances } from './agreement.js';
export { type ModelExportOptions, exportQueryModel } from './exportQueryModel.js';
export {
  type ExportFormat,
  type ExportedFiles,
  type ModelFormat,
  type RunnableModel,
  exportFormats,
} from './exportedFiles.js';
export { type WeightPrecision, weightPrecisions } from './weightPrecisions.js';
export type { ModelCard } from './modelCard.js';
export type { ExportedModel, FailedExport } from './exportedModel.js';
export { readExport } from './readExport.js';
export { openGraphModel } from './tfjs/openGraphModel.js';

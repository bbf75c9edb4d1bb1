export { measureAgreement, tolerances, type Agreement, type Tolerance } from './agreement.js';
export { cardMarkdown } from './cardMarkdown.js';
export {
  exportFormats,
  type ExportedFiles,
  type ExportFormat,
  type ModelFormat,
  type RunnableModel,
} from './exportedFiles.js';
export { exportQueryModel, type ModelExportOptions } from './exportQueryModel.js';
export { formats as modelFormats } from './formats.js';
export { frozenFeatures, type FrozenFeatures } from './frozenFeatures.js';
export { weightPrecisions, type WeightPrecision } from './kernelEncoding.js';
export type { ExportedModel, ModelCard } from './modelCard.js';
export type { Plan, Step } from './plan.js';
export { planQueryModel } from './planQueryModel.js';
export { readExport } from './readExport.js';

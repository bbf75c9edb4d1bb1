import type { ExportFormat, ModelFormat } from './exportedFiles.js';

/** Every format by its name. What a format needs is loaded when it is used. */
export const formats: Record<ExportFormat, ModelFormat> = {
  'tfjs-graph': whenUsed(async () => (await import('./tfjs/graphModel.js')).graphModelFormat),
  'tfjs-layers': whenUsed(async () => (await import('./tfjs/layersModel.js')).layersModelFormat),
  onnx: whenUsed(async () => (await import('./onnx/onnxModel.js')).onnxFormat),
};

function whenUsed(format: () => Promise<ModelFormat>): ModelFormat {
  return {
    write: async (plan, precision) => (await format()).write(plan, precision),
    load: async (files) => (await format()).load(files),
  };
}

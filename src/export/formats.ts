import type { ExportFormat, ModelFormat } from './exportedFiles.js';
import { onnxFormat } from './onnx/onnxModel.js';
import { graphModelFormat } from './tfjs/graphModel.js';
import { layersModelFormat } from './tfjs/layersModel.js';

/** Every format by its name. */
export const formats: Record<ExportFormat, ModelFormat> = {
  'tfjs-graph': graphModelFormat,
  'tfjs-layers': layersModelFormat,
  onnx: onnxFormat,
};

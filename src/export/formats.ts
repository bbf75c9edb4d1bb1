import { inWords } from '../base/inWords.js';
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
    load: async (files) => {
      const used = await format();
      const model = await accepted('loaded', () => used.load(files));
      return { ...model, embed: (pixels, count) => accepted('run', () => model.embed(pixels, count)) };
    },
  };
}

/** What the runtimes of the formats throw over files that are damaged or of others is worded for them alone. */
function accepted<T>(done: string, work: () => Promise<T>): Promise<T> {
  const words = {
    what: `The exported model can not be ${done}`,
    expected: 'the files of one export, whole, and pictures of its size',
    fix: 'export the model again',
    kind: 'data',
  } as const;
  return inWords(words, work);
}

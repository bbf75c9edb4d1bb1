import { describeOnnxModel } from '../../models/onnx/describeOnnxModel.js';

/**
 * The gallery of a run as it is written down; where it is a model in an ONNX file, with what that file says of its pictures
 * and the run does not. A run cuts the middle out of its pictures by itself.
 */
export async function withOnnxFields(gallery: unknown): Promise<unknown> {
  const given = gallery as Record<string, unknown> | undefined;
  if (given?.name !== 'onnx' || typeof given.file !== 'string') return gallery;
  const { config } = await describeOnnxModel(given.file);
  return { ...config, scaled: undefined, ...given };
}

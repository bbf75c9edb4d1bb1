import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { RetrievalError } from '../errors.js';
import { sha256OfBytes } from '../base/files/sha256.js';
import { modelIdentity, type GalleryModel, type OnnxModelConfig } from './galleryModel.js';
import { preprocess } from './networks/runLayers.js';
import { unitRows } from './unitRows.js';

/** The part of onnxruntime-node that is used; the package is optional, so its own types cannot be imported. */
interface OnnxRuntime {
  InferenceSession: { create(model: Uint8Array): Promise<OnnxSession> };
  Tensor: new (type: 'float32', data: Float32Array, shape: readonly number[]) => OnnxTensor;
}
interface OnnxSession {
  inputNames: readonly string[];
  outputNames: readonly string[];
  run(feeds: Record<string, OnnxTensor>): Promise<Record<string, OnnxTensor>>;
  release(): Promise<void>;
}
interface OnnxTensor {
  data: unknown;
  dims: readonly number[];
}

const packageName = 'onnxruntime-node';
const installCommand = `ONNXRUNTIME_NODE_INSTALL=skip npm install --no-save ${packageName}@1.30.0`;

/**
 * A gallery model from an ONNX file, run by the optional package onnxruntime-node on the CPU.
 * @throws RetrievalError with the install command when the package is missing; on unknown outputs and shapes.
 */
export async function createOnnxModel(config: OnnxModelConfig): Promise<GalleryModel> {
  const runtime = await loadRuntime();
  const bytes = await readFile(config.file);
  const session = await runtime.InferenceSession.create(bytes);
  const output = config.output ?? session.outputNames[0]!;
  if (!session.outputNames.includes(output)) {
    throw new RetrievalError({
      what: 'The ONNX model has no such output',
      where: config.file,
      expected: `one of ${session.outputNames.join(', ')}`,
      found: output,
    });
  }
  const embed = async (pixels: tf.Tensor4D) => {
    const input = await toInput(runtime, pixels, config);
    const results = await session.run({ [session.inputNames[0]!]: input });
    return toEmbeddings(results[output]!, config.file);
  };
  const dimension = await measureDimension(embed, config.size);
  const { file, ...settings } = config;
  return {
    name: `${basename(file)}@${config.size}`,
    dimension,
    size: config.size,
    identity: modelIdentity({ weights: sha256OfBytes(bytes), ...settings }),
    embed,
    dispose: () => void session.release(),
  };
}

async function loadRuntime(): Promise<OnnxRuntime> {
  try {
    return (await import(packageName)) as OnnxRuntime;
  } catch (cause) {
    throw new RetrievalError({
      what: 'ONNX models need the optional package onnxruntime-node',
      fix: installCommand,
      cause,
    });
  }
}

async function toInput(
  runtime: OnnxRuntime,
  pixels: tf.Tensor4D,
  config: OnnxModelConfig,
): Promise<OnnxTensor> {
  const prepared = tf.tidy(() => {
    const values = preprocess(pixels, config);
    return config.layout === 'nchw' ? tf.transpose(values, [0, 3, 1, 2]) : values;
  });
  const data = await prepared.data<'float32'>();
  prepared.dispose();
  return new runtime.Tensor('float32', data, prepared.shape);
}

function toEmbeddings({ data, dims }: OnnxTensor, file: string): tf.Tensor2D {
  const [rows, columns] = dims;
  if (!(data instanceof Float32Array) || !rows || !columns || data.length !== rows * columns) {
    throw new RetrievalError({
      what: 'The output of the ONNX model is not one vector per picture',
      where: file,
      expected: 'float32 [B, D]',
      found: `[${dims.join(', ')}]`,
      fix: 'name an output after the pooling with "output"',
    });
  }
  return tf.tidy(() => unitRows(tf.tensor2d(data, [rows, columns])));
}

async function measureDimension(
  embed: (pixels: tf.Tensor4D) => Promise<tf.Tensor2D>,
  size: number,
): Promise<number> {
  const blank = tf.zeros<tf.Rank.R4>([1, size, size, 3]);
  const vectors = await embed(blank);
  tf.dispose([blank, vectors]);
  return vectors.shape[1];
}

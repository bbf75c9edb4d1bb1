import { basename } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { RetrievalError } from '../../errors.js';
import { sha256OfBytes } from '../../base/files/sha256.js';
import { modelIdentity, type GalleryModel } from '../galleryModel.js';
import type { OnnxModelConfig } from '../galleryModelConfig.js';
import { preprocess } from '../networks/runLayers.js';
import { unitRows } from '../unitRows.js';
import { readOnnxFile, readOnnxHeader } from './onnxHeader.js';
import { openOnnxSession, runOnnxSession, type OnnxRuntime, type OnnxTensor } from './onnxRuntime.js';
import { chooseOutput, pictureInput } from './onnxValues.js';

/**
 * A gallery model from an ONNX file, run by ONNX Runtime on the CPU.
 * @throws RetrievalError with the install command when the package is missing; on unknown outputs and shapes.
 */
export async function createOnnxModel(config: OnnxModelConfig): Promise<GalleryModel> {
  const bytes = await readOnnxFile(config.file);
  const header = readOnnxHeader(bytes, config.file);
  const input = pictureInput(header, config.file);
  const output = chooseOutput(header, config.output ?? header.outputs[0]!.name, config.file).name;
  const { runtime, session } = await openOnnxSession(bytes, config.file);
  const { size, scaled = size } = config;
  checkMiddle(config);
  const embedBatch = async (pixels: tf.Tensor4D): Promise<tf.Tensor2D> => {
    const feed = { name: input.name, tensor: await toInput(runtime, pixels, config) };
    const found = await runOnnxSession(session, feed, output, config.file);
    return toEmbeddings(found, pixels.shape[0], config.file);
  };
  // Some exporters fix the number of pictures.
  const [fixed] = input.shape ?? [];
  const embed = fixed === 1 ? oneByOne(embedBatch) : embedBatch;
  const dimension = await measureDimension(embed, scaled).catch(async (error: unknown) => {
    await session.release();
    throw error;
  });
  const { file, ...settings } = config;
  return {
    name: `${basename(file)}@${size}`,
    dimension,
    size: scaled,
    identity: modelIdentity({ weights: sha256OfBytes(bytes), ...settings }),
    embed,
    dispose: () => void session.release(),
  };
}

function checkMiddle({ size, scaled = size, file }: OnnxModelConfig): void {
  if (scaled >= size) return;
  throw new RetrievalError({
    what: 'The middle of a picture is larger than the picture',
    where: `${file}, scaled`,
    expected: `at least its size, ${size}`,
    found: String(scaled),
    kind: 'usage',
  });
}

function oneByOne(embed: GalleryModel['embed']): GalleryModel['embed'] {
  return async (pixels) => {
    const parts: tf.Tensor2D[] = [];
    for (let row = 0; row < pixels.shape[0]; row++) {
      const picture = tf.slice4d(pixels, [row, 0, 0, 0], [1, -1, -1, -1]);
      parts.push(await embed(picture));
      picture.dispose();
    }
    const vectors = tf.concat(parts, 0);
    tf.dispose(parts);
    return vectors;
  };
}

async function toInput(
  runtime: OnnxRuntime,
  pixels: tf.Tensor4D,
  config: OnnxModelConfig,
): Promise<OnnxTensor> {
  const prepared = tf.tidy(() => {
    const values = preprocess(middleOf(pixels, config.size), config);
    return config.layout === 'nchw' ? tf.transpose(values, [0, 3, 1, 2]) : values;
  });
  const data = await prepared.data<'float32'>();
  prepared.dispose();
  return new runtime.Tensor('float32', data, prepared.shape);
}

function middleOf(pixels: tf.Tensor4D, size: number): tf.Tensor4D {
  const [pictures, height] = pixels.shape;
  if (height === size) return pixels;
  const start = Math.floor((height - size) / 2);
  return tf.slice4d(pixels, [0, start, start, 0], [pictures, size, size, 3]);
}

/** `[B, D]`, also with sides of 1 behind; of tokens `[B, T, D]` the first, which stands for the picture. */
function toEmbeddings({ data, dims }: OnnxTensor, batch: number, file: string): tf.Tensor2D {
  const sides = dims.slice(1);
  const isMap = sides.length === 3 && sides[1] === 1 && sides[2] === 1;
  const [tokens, columns] = sides.length === 2 ? sides : isMap || sides.length === 1 ? [1, sides[0]] : [];
  const isFilled = data instanceof Float32Array && data.length === batch * (tokens ?? 0) * (columns ?? 0);
  if (!isFilled || dims[0] !== batch || !columns) {
    throw new RetrievalError({
      what: 'The output of the ONNX model is not one vector per picture',
      where: file,
      expected: `float32 [${batch}, D] or [${batch}, T, D]`,
      found: `[${dims.join(', ')}]`,
      fix: 'name an output after the pooling with "output"',
    });
  }
  return tf.tidy(() => {
    const all = tf.tensor3d(data, [batch, tokens, columns]);
    return unitRows(tf.reshape(tf.slice3d(all, [0, 0, 0], [batch, 1, columns]), [batch, columns]));
  });
}

async function measureDimension(
  embed: (pixels: tf.Tensor4D) => Promise<tf.Tensor2D>,
  size: number,
): Promise<number> {
  const blank = tf.zeros<tf.Rank.R4>([1, size, size, 3]);
  try {
    const vectors = await embed(blank);
    vectors.dispose();
    return vectors.shape[1];
  } finally {
    blank.dispose();
  }
}

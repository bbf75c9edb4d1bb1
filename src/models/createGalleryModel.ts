import * as tf from '@tensorflow/tfjs-core';
import { parseConfig } from '../base/config/parseConfig.js';
import {
  galleryModelConfigSchema,
  modelIdentity,
  type BuiltInModelConfig,
  type GalleryModel,
  type GalleryModelConfig,
  type GalleryModelConfigInput,
} from './galleryModel.js';
import { createLandmarkModel } from './landmarkModel.js';
import { countOperations } from './networks/countOperations.js';
import { frozenNetwork } from './networks/frozenNetwork.js';
import { pool } from './pooling.js';
import { pretrainedNetwork, pretrainedWeights } from './pretrained.js';
import { unitRows } from './unitRows.js';
import { weightFiles } from './weightFiles.js';

/**
 * Loads a gallery model.
 * @throws RetrievalError on an invalid configuration and on missing or damaged weights.
 * @example
 * const model = await createGalleryModel({ name: 'mobileNetV2', size: 96 });
 * console.log(model.dimension); // 1280
 * model.dispose();
 */
export async function createGalleryModel(configuration: GalleryModelConfigInput): Promise<GalleryModel> {
  return buildGalleryModel(parseConfig(galleryModelConfigSchema, configuration, 'the gallery model'));
}

/** The same for a configuration that has been checked. */
export async function buildGalleryModel(config: GalleryModelConfig): Promise<GalleryModel> {
  if ('weights' in config) return createLandmarkModel(config);
  if (config.name !== 'onnx') return createBuiltIn(config);
  const { createOnnxModel } = await import('./onnx/onnxModel.js');
  return createOnnxModel(config);
}

async function createBuiltIn({ name, size, pooling }: BuiltInModelConfig): Promise<GalleryModel> {
  const network = pretrainedNetwork(name);
  const frozen = frozenNetwork(network, await pretrainedWeights(name));
  const embed = (pixels: tf.Tensor4D): Promise<tf.Tensor2D> =>
    Promise.resolve(tf.tidy(() => unitRows(pool(frozen.featureMap(pixels), pooling))));
  return {
    name: `${name}@${size} ${pooling}`,
    dimension: network.channels,
    size,
    identity: modelIdentity({ weights: weightFiles[name].sha256, name, size, pooling }),
    flops: countOperations(network, size),
    embed,
    embedPhoto: embed,
    dispose: () => frozen.dispose(),
  };
}

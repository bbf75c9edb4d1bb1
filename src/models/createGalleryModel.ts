import * as tf from '@tensorflow/tfjs-core';
import { parseConfig } from '../base/config/parseConfig.js';
import { modelIdentity, type GalleryModel } from './galleryModel.js';
import {
  galleryModelConfigSchema,
  type BackboneModelConfig,
  type BuiltInModelConfig,
  type GalleryModelConfig,
  type GalleryModelConfigInput,
} from './galleryModelConfig.js';
import { backbone, howToGetWeights, isBackbone, torchvisionName } from './backbones.js';
import { readModelFile } from './modelFile.js';
import type { Network } from './networks/network.js';
import type { NetworkWeights } from './networks/networkWeights.js';
import { underOurNames } from './networks/torchNames.js';
import { weightsFromTorch } from './networks/torchWeights.js';
import { createLandmarkModel } from './landmarkModel.js';
import { countOperations } from './networks/countOperations.js';
import { frozenNetwork } from './networks/frozenNetwork.js';
import { pool, type Pooling } from './pooling.js';
import { pretrainedNetwork, pretrainedWeights } from './pretrained.js';
import { unitRows } from './unitRows.js';
import { weightFiles } from './pretrainedWeights.js';

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
  if (isBackboneConfig(config)) return createBackbone(config);
  if ('weights' in config) return createLandmarkModel(config);
  if (config.name !== 'onnx') return createBuiltIn(config);
  const { createOnnxModel } = await import('./onnx/onnxModel.js');
  return createOnnxModel(config);
}

const isBackboneConfig = (config: GalleryModelConfig): config is BackboneModelConfig =>
  isBackbone(config.name);

async function createBuiltIn({ name, size, pooling }: BuiltInModelConfig): Promise<GalleryModel> {
  const weights = await pretrainedWeights(name);
  return frozenModel(pretrainedNetwork(name), weights, weightFiles[name].sha256, { name, size, pooling });
}

async function createBackbone({ name, weights, size, pooling }: BackboneModelConfig): Promise<GalleryModel> {
  const network = backbone(name);
  const file = await readModelFile(weights, howToGetWeights(torchvisionName(name), weights));
  const taken = weightsFromTorch(network, underOurNames(network.name, file.tensors));
  return frozenModel(network, taken, file.sha256, { name, size, pooling });
}

/** A network behind whose last map the features are pooled. */
function frozenModel(
  network: Network,
  weights: NetworkWeights,
  sha256: string,
  { name, size, pooling }: { name: string; size: number; pooling: Pooling },
): GalleryModel {
  const frozen = frozenNetwork(network, weights);
  const embed = (pixels: tf.Tensor4D): Promise<tf.Tensor2D> =>
    Promise.resolve(tf.tidy(() => unitRows(pool(frozen.featureMap(pixels), pooling))));
  return {
    name: `${name}@${size} ${pooling}`,
    dimension: network.channels,
    size,
    identity: modelIdentity({ weights: sha256, name, size, pooling }),
    flops: countOperations(network, size),
    embed,
    embedPhoto: embed,
    dispose: () => frozen.dispose(),
  };
}

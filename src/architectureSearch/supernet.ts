import * as tf from '@tensorflow/tfjs-core';
import { linearLayer } from '../models/linearLayer.js';
import { pool } from '../models/pooling.js';
import type { QueryModel } from '../models/queryModel.js';
import { unitRows } from '../models/unitRows.js';
import { variableSet } from '../models/variableSet.js';
import { blocksOf, choiceNetwork, wholeSpace } from '../models/networks/choiceNetwork.js';
import { layerVariables, runWithVariables } from '../models/networks/layerVariables.js';
import { convolutions } from '../models/networks/network.js';
import { randomWeights } from '../models/networks/networkWeights.js';
import { preprocess } from '../models/networks/runLayers.js';
import { randomSource, resumedRandomSource, type RandomState } from '../base/randomSource.js';
import type { CheckpointPart } from '../training/trainingCheckpoint.js';
import { pathFlops } from './pathFlops.js';
import { firstPath, randomPath, type Path } from './paths.js';
import type { SearchConfig } from './searchConfig.js';

/** Running averages of one batch norm. */
export interface BatchNormAverages {
  mean: tf.Variable;
  variance: tf.Variable;
}

/** All networks of a space in one query model: networks that share a choice share its weights. */
export interface Supernet extends QueryModel {
  /** The path that embeds now; each training step draws the next one. */
  readonly path: Path;
  /**
   * Makes a path the one that embeds.
   * @throws RetrievalError for a path that the space does not have.
   */
  take(path: Path): void;
  /** Floating point operations of a path for one picture, the projection included. */
  flopsOf: (path: Path) => number;
  /** The running averages that belong to the taken path. */
  averages(): BatchNormAverages[];
  /** `[B, S, S, 3]` pictures in 0..255 -> `[B, H, W, C]` through the taken path; training moves its running averages. */
  featureMap(pixels: tf.Tensor4D, training: boolean): tf.Tensor4D;
  /** The taken path and the paths to come, for checkpoints of a training. */
  readonly draws: CheckpointPart;
}

/**
 * A single path one-shot supernet (Guo et al. 2020) with fresh weights. The ordinary trainer trains it: every training
 * step goes through one path, drawn uniformly, and leaves the weights of all others as they are.
 *
 * @param dimension D, the gallery model's dimension
 */
export function createSupernet(
  { space, size, pooling, seed }: Pick<SearchConfig, 'space' | 'size' | 'pooling' | 'seed'>,
  dimension: number,
): Supernet {
  const initial = randomSource(seed, 'weights');
  let paths = randomSource(seed, 'paths');
  const whole = wholeSpace(space);
  const blocks = blocksOf(space);
  const set = variableSet();
  const variables = layerVariables(set, whole, randomWeights(whole, initial));
  const projection = linearLayer(set, 'projection', whole.channels, dimension, initial);
  let path: Path = firstPath(blocks);
  let network = choiceNetwork(space, path);
  const take = (next: Path): void => {
    network = choiceNetwork(space, next);
    path = next;
  };
  const trunkFlops = pathFlops(space, size);
  const flopsOf = (other: Path): number => trunkFlops(other) + projection.flops;
  const featureMap = (pixels: tf.Tensor4D, training: boolean): tf.Tensor4D =>
    runWithVariables(network, variables, preprocess(pixels, network.preprocessing), training);
  return {
    name: `supernet@${size}`,
    get config() {
      return { kind: 'choiceNetwork' as const, space, path: [...path], size, pooling };
    },
    input: { kind: 'pixels', size },
    dimension,
    ...set.lists(),
    get flops() {
      return flopsOf(path);
    },
    get path() {
      return path;
    },
    take,
    flopsOf,
    featureMap,
    averages: () =>
      convolutions(network.layers).flatMap(({ name }) => {
        const norm = variables.get(name)!.batchNorm;
        return norm ? [{ mean: norm.mean, variance: norm.variance }] : [];
      }),
    embed(input, { training }) {
      if (training) take(randomPath(blocks, paths));
      return tf.tidy(() =>
        unitRows(projection.apply(pool(featureMap(input as tf.Tensor4D, training), pooling))),
      );
    },
    draws: {
      save: () => ({ tensors: [], values: { path, paths: paths.state() } }),
      load({ values }) {
        const saved = values as { path: Path; paths: RandomState };
        take(saved.path);
        paths = resumedRandomSource(saved.paths);
      },
    },
    dispose: () => set.dispose(),
  };
}

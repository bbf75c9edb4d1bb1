import { basename } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { RetrievalError } from '../errors.js';
import type { Checkpoint } from '../checkpoints/checkpointTensor.js';
import { modelIdentity, type GalleryModel } from './galleryModel.js';
import type { LandmarkModelConfig } from './galleryModelConfig.js';
import { learnedWhitening, preprocessingOf, readMeta, type Projection } from './landmarkCheckpoint.js';
import { readModelFile } from './modelFile.js';
import { checkTensors } from './networks/checkTensors.js';
import { countOperations } from './networks/countOperations.js';
import { frozenNetwork } from './networks/frozenNetwork.js';
import { resNet, type ResNetNames } from './networks/resNet.js';
import { takeTorchWeights, torchTensors } from './networks/torchWeights.js';
import { generalisedMean } from './pooling.js';
import { unitRows } from './unitRows.js';

/** Where a layout keeps its modules, and how the file can be had. */
interface Layout {
  names: ResNetNames;
  /** Tensor with the exponent of GeM, if it is learned; otherwise it is 3. */
  exponent?: string;
  /** Whether there must be a whitening layer; otherwise there may be one. */
  whitens: boolean;
  /** Trailing sides of the whitening's kernel: a linear layer has none, a 1x1 convolution two. */
  kernelSides: number[];
  howToGet: string;
}

const layouts: Record<LandmarkModelConfig['name'], Layout> = {
  'resnet101-gem': {
    names: {
      stem: ['features.0', 'features.1'],
      stages: ['features.4', 'features.5', 'features.6', 'features.7'],
    },
    exponent: 'pool.p',
    whitens: false,
    kernelSides: [],
    howToGet:
      'fetch a checkpoint from the owners of cnnimageretrieval-pytorch: http://cmp.felk.cvut.cz/cnnimageretrieval/',
  },
  'resnet101-delg': {
    names: {
      stem: ['backbone.block1.0', 'backbone.block1.1'],
      stages: ['backbone.block2', 'backbone.block3', 'backbone.block4', 'backbone.block5'],
    },
    whitens: true,
    kernelSides: [1, 1],
    howToGet: 'ask for R101-DELG.pth where the SSP lab keeps its code: https://github.com/MCC-WH/SSP',
  },
};

const usualExponent = 3;

/**
 * The gallery models of the landmark papers: ResNet-101, GeM, unit length, whitening, unit length.
 *
 * `resnet101-gem` is the layout of cnnimageretrieval-pytorch (Radenovic et al. 2019), read in its code: `state_dict` with
 * `features.*`, a learned exponent `pool.p` and, in its newer checkpoints, `whiten.*`; `meta` with the preparation of
 * pictures and, in the older ones, whitenings `Lw` that follow the network. Several scales are joined as there: without a
 * whitening layer by a generalised mean with the exponent of the pooling, before `Lw`.
 *
 * `resnet101-delg` has the module names of the SSP lab's code (Wu et al. 2024): `backbone.block1` to `block5`, the exponent
 * 3, a 1x1 convolution `whiten`. That the file is this network's `state_dict`, alone, wrapped or with the prefix
 * `module.`, is our reading: no such file has been seen here.
 *
 * The channels are those of the checkpoint, so that a narrower network can be tried out. Lengths are divided by as they
 * are, where the owners add 1e-6.
 *
 * @throws RetrievalError when the file is missing or is of another network, naming the tensors; see `readMeta`.
 */
export async function createLandmarkModel(config: LandmarkModelConfig): Promise<GalleryModel> {
  const { name, size, whitening } = config;
  const layout = layouts[name];
  const file = await readModelFile(config.weights, layout.howToGet);
  const { tensors, path } = file;
  const meta = readMeta(file);
  const stem = tensors.get(`${layout.names.stem[0]}.weight`)?.shape[0];
  const network = {
    ...resNet('resNet101', layout.names, stem),
    preprocessing: preprocessingOf(meta, path),
  };
  const columns = network.channels;
  const rows = whiteningRows(tensors, layout, columns);
  const expected = new Map(torchTensors(network));
  if (layout.exponent) expected.set(layout.exponent, [1]);
  if (rows !== undefined) {
    expected.set('whiten.weight', [rows, columns, ...layout.kernelSides]).set('whiten.bias', [rows]);
  }
  checkTensors(tensors, expected, `${name}, ${path}`, /^$/);
  const layer = rows === undefined ? undefined : layerOf(tensors, rows, columns);
  const inner = layer?.rows ?? columns;
  const afterOne = learnedWhitening(meta, whitening, 'ss', inner, path);
  const afterSeveral = learnedWhitening(meta, whitening, 'ms', inner, path);
  const exponent = layout.exponent ? tensors.get(layout.exponent)!.data[0]! : usualExponent;
  checkExponent(exponent, `${path}, ${layout.exponent}`);

  const frozen = frozenNetwork(network, takeTorchWeights(network, tensors));
  const [apply, one, several] = [layer, afterOne, afterSeveral].map(onBackend);
  const describe = (pixels: tf.Tensor4D): tf.Tensor2D =>
    apply!.run(unitRows(generalisedMean(frozen.featureMap(pixels), exponent)));
  const joining = layer ? 1 : exponent;
  const embed = (pixels: tf.Tensor4D): Promise<tf.Tensor2D> =>
    Promise.resolve(tf.tidy(() => one!.run(describe(pixels))));
  return {
    name: `${name} ${basename(path)}@${size}`,
    dimension: afterOne?.rows ?? inner,
    size,
    identity: modelIdentity({ weights: file.sha256, name, size, whitening }),
    flops:
      countOperations(network, size) +
      [layer, afterOne].reduce((sum, each) => sum + 2 * (each?.matrix.length ?? 0), 0),
    embed,
    embedPhoto: embed,
    embedScales: (scaled) =>
      Promise.resolve(tf.tidy(() => several!.run(unitRows(powerMean(scaled.map(describe), joining))))),
    dispose() {
      frozen.dispose();
      for (const projection of [apply, one, several]) projection!.dispose();
    },
  };
}

/** Outputs of the whitening layer; nothing without one. */
function whiteningRows(tensors: Checkpoint, { whitens }: Layout, columns: number): number | undefined {
  return tensors.get('whiten.weight')?.shape[0] ?? (whitens ? columns : undefined);
}

function layerOf(tensors: Checkpoint, rows: number, columns: number): Projection {
  return {
    matrix: tensors.get('whiten.weight')!.data,
    rows,
    mean: new Float32Array(columns),
    bias: tensors.get('whiten.bias')!.data,
  };
}

function checkExponent(exponent: number, where: string): void {
  if (exponent > 0 && Number.isFinite(exponent)) return;
  throw new RetrievalError({
    what: 'The exponent of the generalised mean is not usable',
    where,
    expected: 'a positive number',
    found: String(exponent),
  });
}

/** `[B, D]` -> unit rows `[B, K]`; without a projection what was given. */
interface Applied {
  run(x: tf.Tensor2D): tf.Tensor2D;
  dispose(): void;
}

function onBackend(projection: Projection | undefined): Applied {
  if (!projection) return { run: (x) => x, dispose: () => undefined };
  const { matrix, rows, mean, bias } = projection;
  const [weight, before, after] = [
    tf.tensor2d(matrix, [rows, mean.length]),
    tf.tensor1d(mean),
    tf.tensor1d(bias),
  ];
  return {
    run: (x) => unitRows(tf.add(tf.matMul(tf.sub<tf.Tensor2D>(x, before), weight, false, true), after)),
    dispose: () => tf.dispose([weight, before, after]),
  };
}

/** `(mean x^p)^(1/p)` of each number over tensors of one shape; of numbers below zero only with p = 1. */
function powerMean(vectors: tf.Tensor2D[], exponent: number): tf.Tensor2D {
  const stacked = tf.stack(vectors);
  if (exponent === 1) return tf.mean<tf.Tensor2D>(stacked, 0);
  return tf.pow(tf.mean<tf.Tensor2D>(tf.pow(stacked, exponent), 0), 1 / exponent);
}

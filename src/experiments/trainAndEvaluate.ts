import * as tf from '@tensorflow/tfjs-core';
import type { Dataset, RetrievalSplit } from '../datasets/types.js';
import { embeddingMatrix, type EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import { findSplit } from '../datasets/findSplit.js';
import { RetrievalError } from '../errors.js';
import { createLoss } from '../losses/createLoss.js';
import type { Loss, MappedLoss } from '../losses/types.js';
import { createQueryModel } from '../models/createQueryModel.js';
import type { QueryModel } from '../models/queryModel.js';
import { randomSource } from '../base/randomSource.js';
import { embedAll, type InputRows } from '../training/embedAll.js';
import { solveHead } from '../training/solveHead.js';
import { trainQueryModel, type TrainingHistory } from '../training/trainQueryModel.js';
import {
  consistencyPoints,
  evaluateVectors,
  labelsOf,
  meanCosine,
  rankingExamples,
  round,
  samplePairs,
  scoresOf,
  type EvaluationVectors,
} from './evaluateRun.js';
import { lossCurve } from './lossCurve.js';
import { bankOf, prepareGallery, type PreparedGallery } from './prepareGallery.js';
import { prepareInput, type PreparedInput } from './prepareInput.js';
import type { RunConfig } from './runConfig.js';
import type { RunOptions } from './runOptions.js';
import type { TrajectoryPoint } from './runManifest.js';
import { searchingModel } from './searchingModel.js';
import { trajectoryRecorder } from './trajectory.js';

/** Share of the training similarities below which the map is not asked for detail. */
const lowSimilarityShare = 0.01;

/** Trains one query model and measures it on the split's unseen pictures. */
export async function trainAndEvaluate(dataset: Dataset, config: RunConfig, options: RunOptions) {
  const { onProgress, onStep, signal } = options;
  const split = findSplit(dataset, config.split);
  const gallery = await prepareGallery(dataset, split, config, onProgress, signal);
  const input = await prepareInput(dataset, split, config, onProgress, signal);
  const model = await createQueryModel(config.query, randomSource(config.seed, 'weights'), {
    dimension: gallery.fit.columns,
    ...(input.features && { features: input.features }),
  });
  const loss = createLoss(config.loss, { similarityRange: similarityRange(gallery), seed: config.seed });
  const fit = tf.tensor2d(gallery.fit.data, [gallery.fit.rows, gallery.fit.columns]);
  try {
    const searching = (): QueryModel => searchingModel(model, loss.queryTransform);
    const trajectory = trajectoryRecorder(
      () => asymmetricVectors(searching(), input, split, gallery),
      dataset,
      split,
    );
    const history = config.ridge
      ? await solve(model, input, fit, config.ridge)
      : await trainQueryModel({
          model,
          loss,
          source: input.source,
          gallery: fit,
          labels: labelsOf(dataset, split.fit),
          embedTraining: () => embedAll(searching(), input.training(), split.fit.length),
          bank: await bankOf(fit, gallery, config.loss),
          training: config.training,
          seed: config.seed,
          signal,
          distortSimilarities: distortion(config.distortion),
          onStep: async (step) => {
            onStep?.(step);
            await trajectory.record(step);
          },
        });
    if (options.onTrained && loss.queryTransform) throw transformIsNotSaved(loss);
    await options.onTrained?.(model);
    return await measure(dataset, {
      split,
      gallery,
      input,
      model: searching(),
      loss,
      history,
      trajectory: trajectory.points,
    });
  } finally {
    tf.dispose(fit);
    loss.dispose?.();
    model.dispose();
  }
}

function transformIsNotSaved({ name }: Loss): RetrievalError {
  return new RetrievalError({
    what: 'The query model of this loss cannot be saved',
    where: name,
    expected: 'a loss whose query model searches by itself',
    found:
      'one that trains a transform of the query embeddings beside it, which files of query models do not hold',
    fix: 'train with another method',
  });
}

/** The closed form in the place of a training. */
async function solve(
  model: QueryModel,
  { crops }: PreparedInput,
  gallery: tf.Tensor2D,
  ridge: number,
): Promise<TrainingHistory> {
  const start = performance.now();
  const { features, perPicture } = crops ?? {};
  const x = features ? tf.tensor2d(features.data, [features.rows, features.columns]) : tf.zeros([0, 0]);
  try {
    await solveHead(model, { features: x as tf.Tensor2D, crops: perPicture ?? 1, gallery, ridge });
  } finally {
    x.dispose();
  }
  const seconds = (performance.now() - start) / 1000;
  return { losses: [], seconds, imagesPerSecond: gallery.shape[0] / seconds };
}

interface Trained {
  split: RetrievalSplit;
  gallery: PreparedGallery;
  input: PreparedInput;
  model: QueryModel;
  loss: Loss;
  history: TrainingHistory;
  trajectory: TrajectoryPoint[];
}

async function measure(dataset: Dataset, trained: Trained) {
  const { split, gallery, input, model, loss, history, trajectory } = trained;
  const vectors: EvaluationVectors = {
    ...(await asymmetricVectors(model, input, split, gallery)),
    queryGallery: await embed(model, input.gallery, split.gallery.length),
  };
  const evaluation = await evaluateVectors(dataset, vectors);
  return {
    scores: {
      galleryModel: gallery.modelName,
      queryModel: model.name,
      parameters: model.parameterCount,
      flops: model.flops,
      ...scoresOf(evaluation),
      cosineToTarget: meanCosine(vectors.queries, vectors.galleryQueries),
      trainingSeconds: round(history.seconds, 2),
      imagesPerSecond: Math.round(history.imagesPerSecond),
    },
    details: {
      losses: lossCurve(history.losses),
      trajectory,
      consistencyCurve: await consistencyPoints(vectors),
      averagePrecision: Array.from(evaluation.asymmetric.averagePrecision.perQuery, (ap) =>
        Number.isNaN(ap) ? null : round(100 * ap, 2),
      ),
      similarityPairs: samplePairs(vectors),
      ...mappingCurve(loss),
      examples: rankingExamples(dataset, vectors),
    },
  };
}

async function embed(model: QueryModel, input: InputRows, rows: number): Promise<EmbeddingMatrix> {
  return embeddingMatrix(await embedAll(model, input, rows), rows, model.dimension);
}

async function asymmetricVectors(
  model: QueryModel,
  input: PreparedInput,
  split: RetrievalSplit,
  gallery: PreparedGallery,
) {
  const queries = await embed(model, input.queries, split.queries.length);
  return { split, queries, galleryQueries: gallery.queries, gallery: gallery.gallery };
}

/** From the low end of the similarities between random training pictures up to 1. */
function similarityRange({ fit }: PreparedGallery): [number, number] {
  const random = randomSource(0, 'similarityRange');
  const sample = Float32Array.from({ length: 2000 }, () => {
    const [a, b] = [random.integer(fit.rows) * fit.columns, random.integer(fit.rows) * fit.columns];
    let sum = 0;
    for (let d = 0; d < fit.columns; d++) sum += fit.data[a + d]! * fit.data[b + d]!;
    return sum;
  }).sort();
  return [sample[Math.floor(lowSimilarityShare * sample.length)]!, 1];
}

function distortion(exponent: number): ((t: tf.Tensor2D) => tf.Tensor2D) | undefined {
  if (exponent === 1) return undefined;
  return (t) => tf.mul(tf.sign(t), tf.pow(tf.abs(t), exponent));
}

/** The learnt map on a grid, for losses that have one. */
function mappingCurve(loss: Loss): { mapping?: { gallery: number[]; mapped: number[] } } {
  const parts = 'parts' in loss ? (loss.parts as Loss[]) : [loss];
  const mapped = parts.find((part): part is MappedLoss => 'mapping' in part);
  if (!mapped) return {};
  const gallery = Array.from({ length: 101 }, (_, n) => n / 100);
  const values = tf.tidy(() => mapped.mapping.apply(tf.tensor1d(gallery)).dataSync());
  return { mapping: { gallery, mapped: Array.from(values, (value) => round(value, 4)) } };
}

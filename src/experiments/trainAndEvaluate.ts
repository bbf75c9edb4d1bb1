import * as tf from '@tensorflow/tfjs-core';
import type { Dataset } from '../datasets/types.js';
import { findSplit } from '../datasets/findSplit.js';
import { labelsOf } from '../datasets/splitLabels.js';
import { RetrievalError } from '../errors.js';
import { buildLoss } from '../losses/createLoss.js';
import type { Loss } from '../losses/types.js';
import { buildQueryModel } from '../models/createQueryModel.js';
import type { QueryModel } from '../models/queryModel.js';
import { randomSource } from '../base/randomSource.js';
import { checkSpread } from '../vectors/checks/checkSpread.js';
import type { TrainingCheckpoints } from '../training/checkpointKeeper.js';
import { embedAll } from '../training/embedAll.js';
import { solveHead } from '../training/solveHead.js';
import { trainQueryModel, type TrainingHistory } from '../training/trainQueryModel.js';
import { asymmetricVectors, measureModel } from './measureModel.js';
import { anchoredSplit } from './anchoredSplit.js';
import { bankOf, prepareGallery } from './prepareGallery.js';
import { prepareInput, type PreparedInput } from './prepareInput.js';
import { rankingsOf } from './prepareRankings.js';
import type { RunConfig } from './runConfig.js';
import type { RunOptions } from './runOptions.js';
import { searchingModel } from './searchingModel.js';
import { similarityRange } from './similarityRange.js';
import { trainAveraged } from './trainAveraged.js';
import { trainingWatch, type TrainingWatch } from './trainingWatch.js';
import { trajectoryRecorder } from './trajectory.js';

interface TrainOptions extends Omit<RunOptions, 'checkpoints'> {
  checkpoints?: TrainingCheckpoints | undefined;
}

/** Trains one query model and measures it on the split's unseen pictures. */
export async function trainAndEvaluate(dataset: Dataset, config: RunConfig, options: TrainOptions) {
  const { onProgress, onStep, signal } = options;
  const split = anchoredSplit(findSplit(dataset, config.split), config.anchors);
  const gallery = await prepareGallery(dataset, split, config, onProgress, signal);
  checkSpread(gallery.fit, 'the vectors of the training pictures');
  const rankings = await rankingsOf(dataset, split, config, onProgress, signal);
  const input = await prepareInput(dataset, split, config, onProgress, signal);
  const context = { dimension: gallery.fit.columns, ...(input.features && { features: input.features }) };
  const range = similarityRange(gallery, rankings.values());
  const startOf = async (seed: number) => ({
    model: await buildQueryModel(config.query, randomSource(seed, 'weights'), context),
    loss: buildLoss(config.loss, { similarityRange: range, seed }),
  });
  const { model, loss } = await startOf(config.seed);
  const fit = tf.tensor2d(gallery.fit.data, [gallery.fit.rows, gallery.fit.columns]);
  const watch = trainingWatch({ model, split, gallery, input, patience: config.training.patience });
  try {
    const searching = (): QueryModel => searchingModel(model, loss.queryTransform);
    const trajectory = trajectoryRecorder(
      () => asymmetricVectors(searching(), input, split, gallery),
      dataset,
      split,
      { onPoint: options.onPoint, often: config.training.keep === 'best' },
    );
    const shared = async () => ({
      gallery: fit,
      labels: labelsOf(dataset, split.fit),
      bank: await bankOf(fit, gallery, config.loss, rankings),
      training: config.training,
      signal,
      nameOf: (picture: number) => dataset.records[split.fit[picture]!]!.id,
      distortSimilarities: distortion(config.distortion),
    });
    const trainOne = async (): Promise<TrainingHistory> =>
      trainQueryModel({
        ...(await shared()),
        model,
        loss,
        source: input.source,
        embedTraining: () => embedAll(searching(), input.training(), split.fit.length),
        seed: config.seed,
        checkpoints: options.checkpoints,
        parts: { watch, trajectory: trajectory.part },
        onStep: (step) => {
          onStep?.(step);
          return trajectory.record(step, (queries) => watch.look(step.step, queries));
        },
      }).catch((error: unknown) => savingLastGood(error, watch, model, options));
    const train = async (): Promise<TrainingHistory> => {
      const { seed, averagedSeeds: count } = config;
      if (count === undefined) return trainOne();
      return trainAveraged({
        model,
        count,
        seed,
        input,
        memberOf: startOf,
        options: { ...(await shared()), onStep },
      });
    };
    const history = await (config.ridge ? solve(model, input, fit, config.ridge) : train());
    if (config.training.keep === 'best') watch.restore();
    if (options.onTrained && loss.queryTransform) throw transformIsNotSaved(loss);
    await options.onTrained?.(model);
    return await measureModel(dataset, {
      split,
      gallery,
      input,
      model: searching(),
      loss,
      history,
      trajectory: trajectory.points,
      rankings,
    });
  } finally {
    tf.dispose(fit);
    watch.dispose();
    loss.dispose?.();
    model.dispose();
  }
}

/** A training that fails leaves its last good state, for those who save it. */
async function savingLastGood(
  error: unknown,
  watch: TrainingWatch,
  model: QueryModel,
  { onTrained, signal }: Pick<RunOptions, 'onTrained' | 'signal'>,
): Promise<never> {
  const step = signal?.aborted || !onTrained ? undefined : watch.restore();
  if (step === undefined || !(error instanceof RetrievalError)) throw error;
  await onTrained!(model);
  const { fix, ...details } = error.details;
  throw new RetrievalError({
    ...details,
    fix: `${fix ?? 'train again with other settings'}; the model as it was at step ${step} is saved, not measured`,
    cause: error,
  });
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

function distortion(exponent: number): ((t: tf.Tensor2D) => tf.Tensor2D) | undefined {
  if (exponent === 1) return undefined;
  return (t) => tf.mul(tf.sign(t), tf.pow(tf.abs(t), exponent));
}

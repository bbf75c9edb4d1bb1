import { setImmediate } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs-core';
import { recoverEngine } from '../compute/backend/recoverEngine.js';
import { isOutOfMemory, outOfMemory } from '../compute/backend/outOfMemory.js';
import { RetrievalError } from '../errors.js';
import type { NeighbourBank } from '../losses/neighbourBank.js';
import type { Loss } from '../losses/types.js';
import type { QueryModel } from '../models/queryModel.js';
import { randomSource, resumedRandomSource } from '../base/randomSource.js';
import { batchesPerEpoch, epochFrom, type BatchSource } from './batchSource.js';
import { checkpointKeeper, type TrainingCheckpoints } from './checkpointKeeper.js';
import { checkTrainingInput } from './checkTrainingInput.js';
import type { TrainingConfig } from './config.js';
import { divergence } from './divergence.js';
import { stepBytes } from './probeQueryModel.js';
import { warmupCosine } from './schedule.js';
import type { CheckpointPart, TrainingPosition } from './trainingCheckpoint.js';
import { trainingSteps } from './trainingSteps.js';

/** What observers learn after each step. */
export interface TrainingStep {
  /** 1-based. */
  step: number;
  steps: number;
  epoch: number;
  loss: number;
  learningRate: number;
  imagesPerSecond: number;
}

export interface TrainingOptions {
  model: QueryModel;
  loss: Loss;
  source: BatchSource;
  /** `[N, D]` gallery-model embeddings of the training pictures, in the order of the source. */
  gallery: tf.Tensor2D;
  /** `[N]` class of each training picture; needed by losses that use labels. */
  labels?: Int32Array;
  /** Gives `[N, D]`, the model's embeddings of the training pictures; needed by losses that mine. */
  embedTraining?: () => Promise<Float32Array>;
  /** Needed by losses that rank the bank. */
  bank?: NeighbourBank;
  training: TrainingConfig;
  seed: number;
  /** Stops the training before its next step; the promise is then rejected with the signal's reason. */
  signal?: AbortSignal;
  distortSimilarities?: (similarities: tf.Tensor2D) => tf.Tensor2D;
  /** Awaited after each step; may evaluate the model. `false` ends the training. */
  onStep?: (step: TrainingStep) => void | boolean | Promise<void | boolean>;
  /** Where the state of the training is kept, and what it goes on from; default: nothing is kept. */
  checkpoints?: TrainingCheckpoints | undefined;
  /** What else is kept with it, by name. */
  parts?: Record<string, CheckpointPart>;
  /** Name of a training picture, for errors; default its number. */
  nameOf?: (picture: number) => string;
}

export interface TrainingHistory {
  /** Loss of every step. */
  losses: number[];
  seconds: number;
  imagesPerSecond: number;
}

/**
 * Trains the query model in place. The same seed on the same backend gives the same weights.
 *
 * @throws RetrievalError for gallery vectors, labels or a bank that do not belong to the pictures, and gallery vectors that are
 *   not finite or all the same; when the loss stops being finite; for steps that the memory of the device does not hold; when
 *   the backend does not know the precision; the signal's reason when interrupted.
 * @example
 * import * as tf from '@tensorflow/tfjs';
 * import { pixelBatches } from 'asymmetric-retrieval/training';
 *
 * await selectBackend();
 * const photos = await openDataset('photos');
 * const rows = photos.splits.unseen!.fit;
 * const { matrix } = await readEmbeddingFile('vectors.npz');
 * const gallery = tf.gather(tf.tensor2d(matrix.data, [24, 4]), Array.from(rows));
 * const config = { kind: 'smallCnn', width: 0.25, size: 32 } as const;
 * const model = await createQueryModel(config, randomSource(0, 'weights'), { dimension: 4 });
 * const { losses } = await trainQueryModel({
 *   model,
 *   loss: createLoss({ kind: 'featureRegression' }),
 *   source: pixelBatches(await photos.pixels(rows, { size: 36 }), 36, 32),
 *   gallery,
 *   training: {
 *     epochs: 2,
 *     batchSize: 4,
 *     learningRate: 2e-3,
 *     warmupShare: 0.1,
 *     optimizer: { kind: 'adamW', weightDecay: 1e-3 },
 *   },
 *   seed: 0,
 * });
 * console.log(losses.length); // 6
 * model.dispose();
 */
export async function trainQueryModel(options: TrainingOptions): Promise<TrainingHistory> {
  const { loss, source, training, seed, signal, onStep, embedTraining = cannotEmbed } = options;
  // Past this point an interrupt of a notebook cell arrives as an aborted signal, not in the middle of an operation.
  await setImmediate();
  recoverEngine();
  await checkTrainingInput(options);
  await loss.prepare?.({ gallery: options.gallery, labels: options.labels });
  const steps = training.epochs * batchesPerEpoch(source.size, training.batchSize);
  const { from } = options.checkpoints ?? {};
  const noise = from ? resumedRandomSource(from.noise) : randomSource(seed, 'noise');
  const { optimizer, precision, compiled } = training;
  const updates = trainingSteps({ ...options, optimizer, precision, compiled, random: noise });
  const losses: number[] = [];
  const start = performance.now() - 1000 * (from?.spent.seconds ?? 0);
  const seconds = (): number => (performance.now() - start) / 1000;
  let images = from?.spent.images ?? 0;
  const at: TrainingPosition = from
    ? { ...from.position }
    : { epoch: 1, batch: 0, order: randomSource(seed, 'batches').state() };
  let [batch, before]: (Int32Array | undefined)[] = [];
  const diverged = (what: 'loss' | 'weights'): RetrievalError =>
    divergence({ what, losses, batch: batch!, before, nameOf: options.nameOf, precision });
  try {
    const keeper =
      options.checkpoints &&
      checkpointKeeper(options.checkpoints, {
        ...options,
        ...{ updates, noise, losses },
        spent: () => ({ seconds: seconds(), images }),
        diverged: () => diverged('weights'),
      });
    const order = resumedRandomSource(at.order);
    training: while (at.epoch <= training.epochs) {
      // Within an epoch the loss knows already what it has mined.
      if (at.batch === 0) await loss.startEpoch?.(at.epoch, embedTraining);
      for await (const { input, anchors } of epochFrom(source, training.batchSize, order, at.batch)) {
        await setImmediate();
        if (signal?.aborted) {
          input.dispose();
          await keeper?.interrupted(at, steps);
        }
        signal?.throwIfAborted();
        [batch, before] = [anchors, batch];
        const learningRate = warmupCosine(losses.length, steps, training.learningRate, training.warmupShare);
        const scalar = updates.run({ input, anchors }, learningRate, losses.length / steps);
        // Not every backend can wait for a value on the spot.
        const value = (await scalar.data())[0]!;
        scalar.dispose();
        losses.push(value);
        images += anchors.length;
        at.batch++;
        if (!Number.isFinite(value)) throw diverged('loss');
        const { epoch } = at;
        const imagesPerSecond = images / seconds();
        const step = { step: losses.length, steps, epoch, loss: value, learningRate, imagesPerSecond };
        if ((await onStep?.(step)) === false) break training;
        await keeper?.keep(at, 'step');
      }
      Object.assign(at, { epoch: at.epoch + 1, batch: 0, order: order.state() });
      await keeper?.keep(at, 'epoch');
    }
  } catch (error) {
    recoverEngine();
    if (!isOutOfMemory(error)) throw error;
    throw outOfMemory(error, {
      what: 'a training step',
      where: `${options.model.name}, batches of ${training.batchSize}`,
      estimate: await stepBytes(options.model, training.batchSize),
      fix: 'lower training.batchSize, the size of the pictures or the length of the lists; `asym train --estimate` says what a run takes',
    });
  } finally {
    updates.dispose();
  }
  return { losses, seconds: seconds(), imagesPerSecond: images / seconds() };
}

function cannotEmbed(): Promise<never> {
  throw new RetrievalError({
    what: 'The loss mines examples, for which it needs the embeddings of the training pictures',
    expected: 'embedTraining among the options of trainQueryModel',
    found: 'none',
  });
}

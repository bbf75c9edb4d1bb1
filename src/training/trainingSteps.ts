import * as tf from '@tensorflow/tfjs-core';
import type { RandomSource } from '../base/randomSource.js';
import { hostTensor } from '../compute/backend/hostValues.js';
import { lossScale, usePrecision, type Precision } from '../compute/backend/precision.js';
import { stepRunner, type StepRunner } from '../compute/backend/stepRunner.js';
import { createLossBatch } from '../losses/lossBatch.js';
import type { NeighbourBank } from '../losses/neighbourBank.js';
import type { Loss, LossBatch } from '../losses/types.js';
import type { QueryModel } from '../models/queryModel.js';
import type { TrainingBatch } from './batchSource.js';
import type { TrainingConfig } from './config.js';
import { createOptimizer, type Optimizer } from './optimizers.js';

/** What every step of a training works with. */
export interface StepOptions {
  model: QueryModel;
  /** Prepared. */
  loss: Loss;
  /** `[N, D]` gallery-model embeddings of the training pictures. */
  gallery: tf.Tensor2D;
  bank?: NeighbourBank | undefined;
  optimizer: TrainingConfig['optimizer'];
  /** Of products; default `float32`. A step that is the first of its kind runs in `float32` where the others run in `bfloat16` or `float16`. */
  precision?: Precision | undefined;
  /** Whether XLA compiles a step when it first runs as a function; default: it does not. */
  compiled?: boolean | undefined;
  /** Source of what the model draws, such as dropout masks. */
  random: RandomSource;
  distortSimilarities?: ((similarities: tf.Tensor2D) => tf.Tensor2D) | undefined;
}

/** The steps of one training. */
export interface TrainingSteps {
  /**
   * Updates all variables, and disposes of the batch.
   * @param progress share of the training that is done, in [0, 1].
   * @returns the loss before the update, of which the caller disposes.
   */
  run(batch: TrainingBatch, learningRate: number, progress: number): tf.Scalar;
  readonly counts: StepRunner['counts'];
  readonly optimizer: Pick<Optimizer, 'memory' | 'recall'>;
  dispose(): void;
}

export function trainingSteps(options: StepOptions): TrainingSteps {
  const { model, loss } = options;
  const variables = [...model.variables, ...(loss.variables ?? [])];
  const isRepeatable = model.isRepeatable && loss.isRepeatable;
  const optimizer = createOptimizer(options.optimizer, variables, isRepeatable);
  const runner = stepRunner({ compiled: options.compiled ?? false });
  const current: CurrentStep = { progress: 0 };
  const step = (): tf.Scalar => updateVariables(options, current, variables, optimizer);
  return {
    counts: runner.counts,
    optimizer,
    run(batch, learningRate, progress) {
      optimizer.begin(learningRate);
      Object.assign(current, { batch, progress });
      const resetPrecision = usePrecision(options.precision ?? 'float32');
      try {
        return isRepeatable ? runner.repeat(step, [batch.input]) : runner.run(step);
      } finally {
        resetPrecision();
        batch.input.dispose();
      }
    },
    dispose() {
      runner.dispose();
      optimizer.dispose();
    },
  };
}

/** What changes from step to step: the same object at every one, since a step that is repeated looks it up again. */
interface CurrentStep {
  batch?: TrainingBatch;
  /** Share of the training that is done. */
  progress: number;
}

const scaled = <Value extends tf.Tensor>(value: Value, scale: number): Value =>
  scale === 1 ? value : tf.mul(value, scale);

function updateVariables(
  { model, loss, bank, random, distortSimilarities, ...options }: StepOptions,
  current: CurrentStep,
  variables: tf.Variable[],
  optimizer: Optimizer,
): tf.Scalar {
  return tf.tidy(() => {
    const { input, anchors } = current.batch!;
    const rows = hostTensor<tf.Rank.R1>([anchors.length], () => current.batch!.anchors.slice());
    const gallery = tf.gather(options.gallery, rows);
    const lossBatch = (query: tf.Tensor2D): LossBatch =>
      createLossBatch({
        query,
        gallery,
        get anchors() {
          return current.batch!.anchors;
        },
        bank,
        distortSimilarities,
      });
    let query: tf.Tensor2D | undefined;
    const scale = lossScale(options.precision ?? 'float32');
    try {
      const { value, grads } = tf.variableGrads(() => {
        const embeddings = model.embed(input, { training: true, random });
        query = tf.keep(embeddings.clone());
        return scaled(loss.compute(lossBatch(embeddings)), scale);
      }, variables);
      optimizer.step(variables.map(({ name }) => grads[name] && scaled(grads[name], 1 / scale)));
      loss.afterStep?.(lossBatch(query!), () => current.progress);
      return scaled(value, 1 / scale);
    } finally {
      query?.dispose();
    }
  });
}

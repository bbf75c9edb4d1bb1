import * as tf from '@tensorflow/tfjs-core';
import { RetrievalError } from '../errors.js';
import type { Loss } from '../losses/types.js';
import type { QueryModel } from '../models/queryModel.js';
import { averageHeads } from '../training/averageHeads.js';
import { embedAll } from '../training/embedAll.js';
import {
  trainQueryModel,
  type TrainingHistory,
  type TrainingOptions,
  type TrainingStep,
} from '../training/trainQueryModel.js';
import type { PreparedInput } from './prepareInput.js';
import { searchingModel } from './searchingModel.js';

interface AveragedTraining {
  /** Takes the mean. */
  model: QueryModel;
  count: number;
  /** Of the first member is `seed * count`. */
  seed: number;
  input: PreparedInput;
  /** A member before its training, from its own seed. */
  memberOf: (seed: number) => Promise<{ model: QueryModel; loss: Loss }>;
  /** What all trainings share. */
  options: Omit<TrainingOptions, 'model' | 'loss' | 'seed' | 'source' | 'checkpoints' | 'parts'>;
}

/**
 * Trains heads from seeds of their own and gives the model their mean, cut back to its rank. The history is that of the
 * first, with the time of all.
 * @throws RetrievalError (usage) for a loss that trains a transform beside its query model.
 */
export async function trainAveraged(training: AveragedTraining): Promise<TrainingHistory> {
  const { model, count, seed, input, memberOf, options } = training;
  const members: QueryModel[] = [];
  const histories: TrainingHistory[] = [];
  try {
    for (let n = 0; n < count; n++) {
      const { model: member, loss } = await memberOf(seed * count + n);
      members.push(member);
      try {
        const embedTraining = (): Promise<Float32Array> =>
          embedAll(searchingModel(member, loss.queryTransform), input.training(), options.gallery.shape[0]);
        const own = { model: member, loss, source: input.source, seed: seed * count + n, embedTraining };
        histories.push(await trainQueryModel({ ...options, ...own, onStep: stepOf(n, count, options) }));
        if (loss.queryTransform) throw notAveraged(loss);
      } finally {
        loss.dispose?.();
      }
    }
    const { data, rows, columns } = input.crops!.features;
    const features = tf.tensor2d(data, [rows, columns]);
    await averageHeads(model, members, features);
    features.dispose();
  } finally {
    for (const member of members) member.dispose();
  }
  const seconds = histories.reduce((sum, history) => sum + history.seconds, 0);
  return { ...histories[0]!, seconds };
}

/** Tells an observer the steps of all members as those of one training. */
const stepOf =
  (member: number, count: number, { onStep }: Pick<TrainingOptions, 'onStep'>) =>
  ({ step, steps, ...rest }: TrainingStep): void | boolean | Promise<void | boolean> =>
    onStep?.({ ...rest, step: member * steps + step, steps: count * steps });

function notAveraged({ name }: Loss): RetrievalError {
  return new RetrievalError({
    what: 'Query models of this loss cannot be averaged',
    where: 'averagedSeeds',
    expected: 'a loss whose query model searches by itself',
    found: `${name}, which trains a transform of the query embeddings beside it`,
    fix: 'leave averagedSeeds out',
    kind: 'usage',
  });
}

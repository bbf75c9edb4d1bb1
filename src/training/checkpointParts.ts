import * as tf from '@tensorflow/tfjs-core';
import type { Loss } from '../losses/types.js';
import type { QueryModel } from '../models/queryModel.js';
import { fromDevice, toDevice, variablesPart, type CheckpointPart } from './trainingCheckpoint.js';
import type { TrainingSteps } from './trainingSteps.js';

/** The losses that a loss is made of. */
const partsOf = (loss: Loss & { parts?: Loss[] }): Loss[] => loss.parts?.flatMap(partsOf) ?? [loss];

/** The names of the losses that change by themselves and do not show how, so that their training can't go on. */
export function secretive(loss: Loss): string[] {
  const isSecretive = (part: Loss): boolean =>
    (part.afterStep !== undefined && part.state === undefined) ||
    (part.startEpoch !== undefined && !('mined' in part));
  return partsOf(loss)
    .filter(isSecretive)
    .map(({ name }) => name);
}

/**
 * What changes from step to step.
 * @param loss prepared
 */
export function checkpointParts(
  model: QueryModel,
  loss: Loss,
  { optimizer }: Pick<TrainingSteps, 'optimizer'>,
  losses: number[],
): Record<string, CheckpointPart> {
  const parts = partsOf(loss);
  const learnt = parts.flatMap(({ variables = [], state = [] }) => [...variables, ...state]);
  return {
    model: variablesPart([...model.variables, ...model.state]),
    loss: variablesPart(learnt),
    mined: minedPart(parts),
    optimizer: optimizerPart(optimizer),
    losses: {
      save: () => ({ tensors: [{ shape: [losses.length], data: Float32Array.from(losses) }] }),
      load: ({ tensors }) => void losses.splice(0, losses.length, ...tensors[0]!.data),
    },
  };
}

function optimizerPart(optimizer: TrainingSteps['optimizer']): CheckpointPart {
  return {
    async save() {
      const { count, tensors } = optimizer.memory();
      const values = { count };
      try {
        return { tensors: await fromDevice(tensors), values };
      } finally {
        tf.dispose(tensors);
      }
    },
    load({ tensors, values }) {
      const { count } = values as { count: number };
      tf.tidy(() => optimizer.recall({ count, tensors: tensors.map(toDevice) }));
    },
  };
}

function minedPart(losses: Loss[]): CheckpointPart {
  const found = losses.filter((loss) => 'mined' in loss);
  const none = new Int32Array(0);
  return {
    save: () => ({
      tensors: found.map(({ mined = none }) => ({ shape: [mined.length], data: mined.slice() })),
    }),
    load: ({ tensors }) =>
      found.forEach((loss, n) => {
        const { data } = tensors[n]!;
        loss.mined = data.length > 0 ? (data as Int32Array) : undefined;
      }),
  };
}

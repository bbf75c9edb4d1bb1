import type { RandomSource } from '../base/randomSource.js';
import type { Loss } from '../losses/types.js';
import type { QueryModel } from '../models/queryModel.js';
import { checkpointParts, secretive } from './checkpointParts.js';
import type { CheckpointPart, TrainingCheckpoint, TrainingPosition } from './trainingCheckpoint.js';
import type { TrainingSteps } from './trainingSteps.js';

/** Where a training keeps its state, and what it goes on from. */
export interface TrainingCheckpoints {
  /** Default: it starts anew. */
  from?: TrainingCheckpoint | undefined;
  /** For messages. */
  folder: string;
  write(checkpoint: TrainingCheckpoint): Promise<void>;
  /** After so many minutes the state is kept within an epoch; default 5. */
  minutes?: number | undefined;
  /** Epochs that end sooner after the last time than this do not keep it; default 5. */
  epochSeconds?: number | undefined;
}

export interface KeptTraining {
  model: QueryModel;
  /** Prepared. */
  loss: Loss;
  updates: TrainingSteps;
  noise: RandomSource;
  /** Of every step so far; filled when the training goes on. */
  losses: number[];
  spent: () => TrainingCheckpoint['spent'];
  /** What is kept with the training, such as its best state. */
  parts?: Record<string, CheckpointPart> | undefined;
  /** The error of a training whose weights are not finite. */
  diverged: () => Error;
}

/** Keeps the state of a training as it goes. */
export interface CheckpointKeeper {
  /** To be called after a step, and after an epoch. */
  keep(at: TrainingPosition, after: 'step' | 'epoch'): Promise<void>;
  /** Keeps what there is and says so. */
  interrupted(at: TrainingPosition, steps: number): Promise<void>;
}

/** Brings a training to where its checkpoint was, and keeps its state from then on. */
export function checkpointKeeper(checkpoints: TrainingCheckpoints, training: KeptTraining): CheckpointKeeper {
  const { minutes = 5, epochSeconds = 5, folder, from } = checkpoints;
  const { model, loss, updates, losses } = training;
  const closed = secretive(loss).join(', ');
  if (closed) return forgetful(closed);
  const parts = { ...checkpointParts(model, loss, updates, losses), ...training.parts };
  if (from) for (const [name, part] of Object.entries(parts)) part.load(from.parts[name]!);
  let last = performance.now();
  let kept = from?.step ?? 0;

  const write = async (position: TrainingPosition): Promise<void> => {
    const states: TrainingCheckpoint['parts'] = {};
    for (const [name, part] of Object.entries(parts)) states[name] = await part.save();
    const isFinite = [...states.model!.tensors, ...states.loss!.tensors].every(({ data }) =>
      data.every(Number.isFinite),
    );
    if (!isFinite) throw training.diverged();
    last = performance.now();
    const [step, noise, spent] = [losses.length, training.noise.state(), training.spent()];
    try {
      await checkpoints.write({ step, position: { ...position }, noise, spent, parts: states });
      kept = step;
    } catch (error) {
      // A full disk must not end the training.
      console.warn(`\nThe training at step ${step} could not be kept in ${folder}: ${String(error)}`);
    }
  };
  return {
    async keep(at, after) {
      // An epoch ends with a step that may have been kept already.
      if (losses.length === kept) return;
      if (performance.now() - last < 1000 * (after === 'step' ? 60 * minutes : epochSeconds)) return;
      await write(at);
    },
    async interrupted(at, steps) {
      if (losses.length > kept) await write(at);
      if (kept > 0) {
        console.warn(
          `\nStep ${kept} of ${steps} is kept in ${folder}; the same training, started again, goes on from there.`,
        );
      }
    },
  };
}

/** For a loss whose state is not known. */
function forgetful(losses: string): CheckpointKeeper {
  return {
    keep: () => Promise.resolve(),
    interrupted() {
      console.warn(
        `\nNothing of this training is kept: the loss ${losses} changes by itself without showing it as \`state\` or \`mined\`.`,
      );
      return Promise.resolve();
    },
  };
}

import { join } from 'node:path';
import { owningFolder } from '../base/files/owning.js';
import { removeCheckpoints } from '../training/checkpointFolder.js';
import { parseRunConfig, type RunConfig, type RunConfigInput } from '../experiments/runConfig.js';
import { runExperiment } from '../experiments/runExperiment.js';
import type { Run, RunOptions } from '../experiments/runOptions.js';
import {
  replaceTrainedModel,
  trainedModelFiles,
  withRun,
  type TrainedModelFiles,
} from './saveTrainedModel.js';

/** Where a training keeps its state while it lasts: in the folder of its model. */
export const trainingStateFolder = (folder: string): string => join(folder, '.training');

/**
 * Trains and measures a query model, and saves it with its run as `saveTrainedModel` does. A model that is in the folder
 * stays until the new one is trained; the new one has its run beside it as soon as it is measured. While it lasts, the
 * training keeps its state in the folder `.training` there: the same call after the process ended goes on from it, on the
 * processor to the same weights to the last bit.
 *
 * @throws RetrievalError as `runExperiment` and `saveTrainedModel`, before anything is trained where the folder can't be
 *   made or another process is writing to it; what fails after the training leaves the model there, without a run.
 * @example
 * const { record } = await trainAndSave(
 *   {
 *     dataset: 'photos',
 *     split: 'unseen',
 *     gallery: { name: 'vectors', file: 'vectors.npz' },
 *     query: { kind: 'smallCnn', width: 0.25, size: 32 },
 *     method: 'regression',
 *     loss: { kind: 'featureRegression' },
 *     training: { epochs: 1, batchSize: 4 },
 *   },
 *   'models/mine',
 * );
 * console.log(record.queryModel); // smallCnn x0.25@32
 */
export async function trainAndSave(
  input: RunConfigInput,
  folder: string,
  { checkpoints = {}, ...options }: Omit<RunOptions, 'onTrained'> = {},
): Promise<Run> {
  const config = parseRunConfig(input);
  // From the start: who trained for hours must not be refused the folder then.
  return owningFolder(folder, () => train(config, folder, { checkpoints, ...options }));
}

async function train(
  config: RunConfig,
  folder: string,
  { checkpoints, ...options }: Omit<RunOptions, 'onTrained'>,
): Promise<Run> {
  const state = trainingStateFolder(folder);
  let files: TrainedModelFiles = new Map();
  const run = await runExperiment(config, {
    ...options,
    checkpoints: checkpoints && { folder: state, ...checkpoints },
    onTrained: async (model) => {
      files = await trainedModelFiles({ model, config });
      await replaceTrainedModel(folder, files);
    },
  });
  await replaceTrainedModel(folder, withRun(files, run));
  if (checkpoints && !checkpoints.folder) await removeCheckpoints(state);
  return run;
}

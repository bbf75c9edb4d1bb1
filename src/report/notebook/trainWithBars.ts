import { openDataset } from '../../datasets/openDataset.js';
import { parseRunConfig, type RunConfigInput } from '../../experiments/runConfig.js';
import type { Run, RunOptions } from '../../experiments/runOptions.js';
import { trainAndSave } from '../../trainedModels/trainAndSave.js';
import { interruptSignal } from './interruptSignal.js';
import { preparationBars } from './preparationBars.js';
import { progressBar, type ProgressBar } from './progressBar.js';

/** What `trainWithBars` takes of the options of a run. */
export interface TrainWithBarsOptions extends Pick<RunOptions, 'onStep' | 'onPoint' | 'checkpoints'> {
  /** Default: interrupting the cell stops at the next step. */
  signal?: AbortSignal;
}

/**
 * Trains, measures and saves a query model as `trainAndSave` does, with a progress bar for every part that takes long.
 *
 * @throws RetrievalError as `trainAndSave`.
 */
export async function trainWithBars(
  input: RunConfigInput,
  folder: string,
  { signal = interruptSignal(), onStep, onPoint, checkpoints }: TrainWithBarsOptions = {},
): Promise<Run> {
  const config = parseRunConfig(input);
  const preparation = preparationBars();
  let bar: ProgressBar | undefined;
  try {
    await openDataset(config.dataset, preparation.update, config);
    return await trainAndSave(config, folder, {
      signal,
      onProgress: preparation.update,
      onStep: (at) => {
        const { step, steps, loss, imagesPerSecond } = at;
        bar ??= progressBar(steps, 'Training');
        bar.update(step, { loss, imagesPerSecond });
        onStep?.(at);
      },
      ...(onPoint && { onPoint }),
      ...(checkpoints !== undefined && { checkpoints }),
    });
  } finally {
    preparation.stop();
    bar?.stop();
  }
}

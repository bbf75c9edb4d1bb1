import { owningFolder } from '../../base/files/owning.js';
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
 * @throws RetrievalError as `trainAndSave`, and at once while another process trains into the folder.
 */
export async function trainWithBars(
  input: RunConfigInput,
  folder: string,
  { signal = interruptSignal(), onStep, onPoint, checkpoints }: TrainWithBarsOptions = {},
): Promise<Run> {
  const config = parseRunConfig(input);
  const preparation = preparationBars();
  let bar: ProgressBar | undefined;
  let last = { step: 0, steps: 0 };
  try {
    // From the start: who trains into the same folder learns it before training.
    const run = await owningFolder(folder, async () => {
      await openDataset(config.dataset, preparation.update, config);
      return trainAndSave(config, folder, {
        signal,
        onProgress: preparation.update,
        onStep: (at) => {
          const { step, steps, loss, imagesPerSecond } = at;
          last = { step, steps };
          bar ??= progressBar(steps, 'Training');
          bar.update(step, { loss, imagesPerSecond });
          onStep?.(at);
        },
        ...(onPoint && { onPoint }),
        ...(checkpoints !== undefined && { checkpoints }),
      });
    });
    bar?.stop();
    if (last.step < last.steps) console.error(stoppedEarly(last, config.training.patience));
    return run;
  } finally {
    preparation.stop();
    bar?.stop();
  }
}

/** A bar that ends before its end looks like a failure. */
function stoppedEarly(
  { step, steps }: { step: number; steps: number },
  patience: number | undefined,
): string {
  return `Training ended at step ${step} of ${steps}: the order did not get better in ${patience} looks (--set training.patience=...)`;
}

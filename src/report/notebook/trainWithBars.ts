import { openDataset } from '../../datasets/openDataset.js';
import { parseRunConfig, type RunConfigInput } from '../../experiments/runConfig.js';
import type { Run } from '../../experiments/runOptions.js';
import { trainAndSave } from '../../trainedModels/trainAndSave.js';
import { interruptSignal } from './interruptSignal.js';
import { preparationBars } from './preparationBars.js';
import { progressBar, type ProgressBar } from './progressBar.js';

/**
 * Trains, measures and saves a query model as `trainAndSave` does, with a progress bar for every part that takes long.
 *
 * @param signal default: interrupting the cell stops at the next step.
 * @throws RetrievalError as `trainAndSave`.
 */
export async function trainWithBars(
  input: RunConfigInput,
  folder: string,
  { signal = interruptSignal() }: { signal?: AbortSignal } = {},
): Promise<Run> {
  const config = parseRunConfig(input);
  const preparation = preparationBars();
  let bar: ProgressBar | undefined;
  try {
    await openDataset(config.dataset, preparation.update, config);
    return await trainAndSave(config, folder, {
      signal,
      onProgress: preparation.update,
      onStep: ({ step, steps, loss, imagesPerSecond }) => {
        bar ??= progressBar(steps, 'Training');
        bar.update(step, { loss, imagesPerSecond });
      },
    });
  } finally {
    preparation.stop();
    bar?.stop();
  }
}

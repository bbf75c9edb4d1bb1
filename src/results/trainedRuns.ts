import { runAll } from '../experiments/runAll.js';
import type { RunConfigInput } from '../experiments/runConfig.js';
import type { Run } from '../experiments/runExperiment.js';
import { interruptSignal, progressBar } from '../notebook/index.js';
import { runLogs } from './runLogs.js';
import { preparationBars } from './preparationBars.js';
import { readResults } from './resultsFolder.js';
import { profileFolder } from './workspace.js';

/**
 * The runs of these configurations: trained now, or taken from the cache or the committed results when configuration,
 * data, code and backend are the same. Shows a progress bar; an interrupted cell stops at the next step.
 */
export async function trainedRuns(
  configs: readonly RunConfigInput[],
  options: { signal?: AbortSignal } = {},
): Promise<Run[]> {
  const bar = progressBar(configs.length, 'Runs');
  const preparation = preparationBars();
  const logs = runLogs(configs);
  const finished = new Map(readResults(profileFolder('full')).map((run) => [run.record.runId, run]));
  try {
    return await runAll(configs, {
      finished,
      signal: options.signal ?? interruptSignal(),
      onProgress: preparation.update,
      onRun: (progress) => {
        const { done, what, step } = progress;
        logs.write(progress);
        bar.update(done + (step ? step.step / step.steps : 0), {
          note: what,
          ...(step && { loss: step.loss, imagesPerSecond: step.imagesPerSecond }),
        });
      },
    });
  } finally {
    await logs.close();
    preparation.stop();
    bar.stop();
  }
}

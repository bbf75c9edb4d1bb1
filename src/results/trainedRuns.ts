import { runAll } from '../experiments/runAll.js';
import type { RunConfigInput } from '../experiments/runConfig.js';
import type { Run } from '../experiments/runExperiment.js';
import { interruptSignal, progressBar } from '../notebook/index.js';
import { runLogs } from './runLogs.js';
import { preparationBars } from './preparationBars.js';
import { readResults } from './resultsFolder.js';
import { currentWorkspace } from './workspace.js';

export interface TrainedRunsOptions {
  signal?: AbortSignal;
  /** Results to reuse besides those trained on this machine; default those of the current profile. */
  folder?: string;
}

/**
 * The runs of these configurations: trained now, or reused when configuration, data, code and backend are the same. Only
 * the full profile reuses the committed results; the others are trained on this machine. Shows a progress bar; an
 * interrupted cell stops at the next step.
 */
export async function trainedRuns(
  configs: readonly RunConfigInput[],
  options: TrainedRunsOptions = {},
): Promise<Run[]> {
  const bar = progressBar(configs.length, 'Runs');
  const preparation = preparationBars();
  const logs = runLogs(configs);
  const finished = new Map(
    readResults(options.folder ?? currentWorkspace().folder).map((run) => [run.record.runId, run]),
  );
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

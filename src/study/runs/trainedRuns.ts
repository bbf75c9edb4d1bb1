import { runAll } from '../../experiments/runAll.js';
import { parseRunConfig, type RunConfigInput } from '../../experiments/runConfig.js';
import { runIdentity } from '../../experiments/runExperiment.js';
import type { Run } from '../../experiments/runOptions.js';
import { interruptSignal } from '../../report/notebook/interruptSignal.js';
import { progressBar } from '../../report/notebook/progressBar.js';
import { runLogs } from './runLogs.js';
import { preparationBars } from '../../report/notebook/preparationBars.js';
import { readResults } from './resultsFolder.js';
import { currentWorkspace } from '../plan/workspace.js';

export interface TrainedRunsOptions {
  signal?: AbortSignal;
  /** Results to reuse besides those that this code has trained here; default the committed ones in the full profile. */
  folder?: string;
  /** Train everything again. */
  fresh?: boolean;
}

/**
 * The runs of these configurations: trained now, or reused when configuration, data, code and backend are the same.
 * Results in the folder are reused whatever code trained them, and a line tells how many come from earlier code. Shows a
 * progress bar; an interrupted cell stops at the next step.
 */
export async function trainedRuns(
  inputs: readonly RunConfigInput[],
  options: TrainedRunsOptions = {},
): Promise<Run[]> {
  const configs = inputs.map(parseRunConfig);
  const bar = progressBar(configs.length, 'Runs');
  const preparation = preparationBars();
  const logs = runLogs(configs);
  const { profile, folder: committed } = currentWorkspace();
  const folder = options.folder ?? (profile === 'full' ? committed : undefined);
  const kept = folder === undefined ? [] : readResults(folder);
  const finished = new Map(kept.map((run) => [runIdentity(run.manifest), run]));
  let earlier = 0;
  try {
    return await runAll(configs, {
      finished,
      fresh: options.fresh,
      signal: options.signal ?? interruptSignal(),
      onProgress: preparation.update,
      onRun: (progress) => {
        const { done, what, step } = progress;
        earlier = progress.earlier;
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
    if (earlier > 0) console.log(earlierCode(earlier, configs.length));
  }
}

function earlierCode(earlier: number, all: number): string {
  return `${earlier} of ${all} runs were trained by earlier code, as their manifests tell. npm run experiments -- --verify 5 trains some again and compares; --fresh trains all again.`;
}

import { runAll, type RunAllProgress } from '../../experiments/runAll.js';
import { parseRunConfig, type RunConfigInput } from '../../experiments/runConfig.js';
import type { Run } from '../../experiments/runOptions.js';
import { interruptSignal } from '../../report/notebook/interruptSignal.js';
import { progressBar } from '../../report/notebook/progressBar.js';
import { runLogs } from './runLogs.js';
import { preparationBars } from '../../report/notebook/preparationBars.js';
import { inNotebook } from '../../report/notebook/kernel.js';
import { currentWorkspace } from '../plan/workspace.js';
import { committedRuns } from './committedRuns.js';
import { provenanceNote } from './provenance.js';

export interface TrainedRunsOptions {
  signal?: AbortSignal;
  /** Results to reuse besides those that this code has trained here; default the committed ones, but none in `smoke`. */
  folder?: string;
  /** Train everything again. */
  fresh?: boolean;
  /** Told at the end how many runs there are and how many of them were trained by earlier code. */
  onEnd?: (runs: { earlier: number; total: number }) => void;
}

/**
 * The runs of these configurations: trained now, or reused when configuration, data, code and backend are the same.
 * Results in the folder are reused whatever code trained them, unless ASYMMETRIC_RETRAIN=1 asks to train again. Shows a
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
  const finished = await committedRuns(options.folder);
  let earlier = 0;
  const resumed = resumedShare();
  try {
    const runs = await runAll(configs, {
      finished,
      fresh: options.fresh,
      signal: options.signal ?? interruptSignal(),
      onProgress: preparation.update,
      onRun: (progress) => {
        const { done, reused, what, step } = progress;
        earlier = progress.earlier;
        logs.write(progress);
        bar.update(done + (step ? step.step / step.steps : 0), {
          note: what,
          reused: reused + resumed(progress),
          ...(step && { loss: step.loss, imagesPerSecond: step.imagesPerSecond }),
        });
      },
    });
    if (inNotebook() && currentWorkspace().profile === 'quick') console.log(`${provenanceNote()(runs)}.`);
    return runs;
  } finally {
    await logs.close();
    preparation.stop();
    bar.stop();
    options.onEnd?.({ earlier, total: configs.length });
  }
}

/** The shares of runs that an earlier, interrupted call has trained: all before the first step of each that is seen. */
function resumedShare(): (progress: Pick<RunAllProgress, 'done' | 'step'>) => number {
  let [run, share] = [-1, 0];
  return ({ done, step }) => {
    if (step && done !== run) [run, share] = [done, share + (step.step - 1) / step.steps];
    return share;
  };
}

import { runAll, type RunAllProgress } from '../../experiments/runAll.js';
import { parseRunConfig, type RunConfigInput } from '../../experiments/runConfig.js';
import type { Run } from '../../experiments/runOptions.js';
import { interruptSignal } from '../../report/notebook/interruptSignal.js';
import { progressBar } from '../../report/notebook/progressBar.js';
import { runLogs } from './runLogs.js';
import { preparationBars } from '../../report/notebook/preparationBars.js';
import { inNotebook } from '../../report/notebook/kernel.js';
import { currentWorkspace } from '../plan/workspace.js';
import type { OverTrainingOptions } from '../figures/consistencyOverTraining.js';
import { committedRuns } from './committedRuns.js';
import { growingCurve } from './growingCurve.js';
import { provenanceNote, trainingKey } from './provenance.js';

export interface TrainedRunsOptions {
  signal?: AbortSignal;
  /** Results to reuse besides those that this code has trained here; default the committed ones, but none in `smoke`. */
  folder?: string;
  /** Train again what this code has not trained here; default what the workspace says. */
  retrain?: boolean;
  /** Train everything again. */
  fresh?: boolean;
  /**
   * Draws this measure below the bar as it grows during the training, a line for each method. Default: nothing. Finished
   * runs are drawn at the end.
   */
  curve?: OverTrainingOptions['measure'];
  /** Only runs that were made on this device count as finished. */
  sameDevice?: boolean | undefined;
  /** Told at the end how many runs there are and how many of them were trained by earlier code, or on another device. */
  onEnd?: (runs: { earlier: number; otherDevice: number; total: number }) => void;
}

/**
 * The runs of these configurations: trained now, or reused when configuration, data, code and backend are the same.
 * Results in the folder are reused whatever code trained them, unless they are to be trained again. Shows a
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
  const finished = await committedRuns(options.folder, options.retrain);
  const curve = options.curve && growingCurve(configs, options.curve);
  let [earlier, otherDevice, current] = [0, 0, 0];
  const resumed = resumedShare();
  try {
    const runs = await runAll(configs, {
      finished,
      fresh: options.fresh,
      sameDevice: options.sameDevice,
      signal: options.signal ?? interruptSignal(),
      onProgress: preparation.update,
      onPoint: (point) => curve?.add(current, point),
      onRun: (progress) => {
        const { done, reused, what, step } = progress;
        ({ earlier, otherDevice } = progress);
        current = done;
        logs.write(progress);
        bar.update(done + (step ? step.step / step.steps : 0), {
          note: what,
          reused: reused + resumed(progress),
          ...(step && { loss: step.loss, imagesPerSecond: step.imagesPerSecond }),
        });
      },
    });
    await curve?.finish(runs);
    if (inNotebook() && currentWorkspace().profile === 'quick') {
      // Those of another folder are not among the study's.
      const kept =
        options.folder === undefined ? undefined : new Set([...finished.values()].map(trainingKey));
      console.log(`${provenanceNote(kept)(runs)}.`);
    }
    return runs;
  } finally {
    await logs.close();
    preparation.stop();
    bar.stop();
    options.onEnd?.({ earlier, otherDevice, total: configs.length });
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

import { runAll } from '../experiments/runAll.js';
import type { RunConfigInput } from '../experiments/runConfig.js';
import type { Run } from '../experiments/runExperiment.js';
import { interruptSignal, progressBar } from '../notebook/index.js';
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
  const bar = progressBar('Runs');
  const finished = new Map(readResults(profileFolder('full')).map((run) => [run.record.runId, run]));
  try {
    const runs = await runAll(configs, {
      finished,
      signal: options.signal ?? interruptSignal(),
      onProgress: ({ done, total, what }) => bar.update({ done, total, note: what }),
      onRun: ({ done, total, what, step }) => {
        const inside = step ? step.step / step.steps : 0;
        const speed =
          step && `, loss ${step.loss.toPrecision(3)}, ${Math.round(step.imagesPerSecond)} images/s`;
        bar.update({ done: done + inside, total, note: what + (speed ?? '') });
      },
    });
    return runs;
  } finally {
    bar.finish();
  }
}

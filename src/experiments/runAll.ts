import { anchoredName } from './anchoredSplit.js';
import type { TrainingStep } from '../training/trainQueryModel.js';
import { parseRunConfig, type RunConfig, type RunConfigInput } from './runConfig.js';
import { runExperiment } from './runExperiment.js';
import type { Run, RunOptions } from './runOptions.js';

export interface RunAllProgress {
  /** Runs finished so far and in all. */
  done: number;
  total: number;
  /** How many of the finished ones were there before, and how many of these come from earlier code or another device. */
  reused: number;
  earlier: number;
  otherDevice: number;
  /** The run at work, for a person. */
  what: string;
  /** Estimate from the trained runs so far; unknown before the first. */
  secondsLeft?: number;
  step?: TrainingStep;
}

export interface RunAllOptions extends Omit<RunOptions, 'onStep'> {
  onRun?: (progress: RunAllProgress) => void;
}

/** Runs a list of configurations one after the other; equal ones run once. Finished runs are kept when interrupted. */
export async function runAll(inputs: readonly RunConfigInput[], options: RunAllOptions = {}): Promise<Run[]> {
  const configs = inputs.map(parseRunConfig);
  const { onRun, ...rest } = options;
  const runs = new Map<string, Run>();
  const start = performance.now();
  let [reused, earlier, otherDevice] = [0, 0, 0];
  const total = configs.length;
  for (const [done, config] of configs.entries()) {
    options.signal?.throwIfAborted();
    const trained = done - reused;
    const secondsLeft =
      trained > 0 ? ((performance.now() - start) / 1000 / trained) * (total - done) : undefined;
    const state = { done, total, reused, earlier, otherDevice, what: describe(config), secondsLeft };
    onRun?.(state);
    const { origin, ...run } = await runExperiment(config, {
      ...rest,
      onStep: (step) => onRun?.({ ...state, step }),
    });
    if (origin !== 'trained') reused++;
    if (origin === 'earlierCode') earlier++;
    if (origin === 'otherDevice') otherDevice++;
    runs.set(run.record.runId, run);
  }
  onRun?.({ done: total, total, reused, earlier, otherDevice, what: 'done', secondsLeft: 0 });
  return [...runs.values()];
}

function describe(config: RunConfig): string {
  const { kind, ...rest } = config.query;
  const size = 'bottleneck' in rest ? ` ${rest.bottleneck}` : '';
  const extra = [
    config.galleryTreatment !== 'raw' && config.galleryTreatment,
    config.distortion !== 1 && `t^${config.distortion}`,
  ].filter(Boolean);
  return [
    `${config.dataset}/${anchoredName(config.split, config.anchors)}`,
    `${kind}${size}`,
    config.method,
    ...extra,
    `seed ${config.seed}`,
  ].join(', ');
}

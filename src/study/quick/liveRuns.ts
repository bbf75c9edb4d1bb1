import { runExperiment } from '../../experiments/runExperiment.js';
import type { TrajectoryPoint } from '../../experiments/runManifest.js';
import type { Run } from '../../experiments/runOptions.js';
import type { Progress } from '../../base/progress.js';
import { methodLabel } from '../methods/looks.js';
import type { MethodId } from '../methods/methods.js';
import { grid } from '../plan/grids.js';
import type { Setting } from '../plan/settings.js';

/** Methods that `npm start` trains in front of the reader: no order, the order itself, the order through a rising map. */
export const liveMethods = [
  'regression',
  'rankOrderPreservation',
  'monotonicSimilarity',
] as const satisfies MethodId[];

/** How far the training of one method is. */
export interface LiveMethod {
  method: string;
  label: string;
  /** Share of the training that is done, in [0, 1]. */
  share: number;
  /** Steps of the whole training; 0 before the first. */
  steps: number;
  trajectory: readonly TrajectoryPoint[];
  run?: Run;
  /** Whether the run was finished by an earlier start. */
  kept?: boolean;
}

export interface LiveOptions {
  signal?: AbortSignal;
  onPreparation?: Progress;
  /** Told whenever there is something new to see. `isPoint`: more than another step. */
  onChange?: (methods: readonly LiveMethod[], isPoint: boolean) => void;
}

/**
 * Trains the setting once with each of a few methods, seed 0, whatever results are committed. A run that the same code has
 * finished before is taken as it is, so that an interrupted start goes on.
 */
export async function trainLive(setting: Setting, options: LiveOptions = {}): Promise<LiveMethod[]> {
  const { signal, onPreparation, onChange } = options;
  const methods: LiveMethod[] = liveMethods.map((method) => ({
    method,
    label: methodLabel(method),
    share: 0,
    steps: 0,
    trajectory: [],
  }));
  const configs = grid(setting, liveMethods, 1);
  for (const [n, config] of configs.entries()) {
    signal?.throwIfAborted();
    const change = (now: Partial<LiveMethod>, isPoint: boolean): void => {
      methods[n] = { ...methods[n]!, ...now };
      onChange?.(methods, isPoint);
    };
    const { origin, ...run } = await runExperiment(config, {
      signal,
      onProgress: onPreparation,
      onStep: ({ step, steps }) => change({ share: step / steps, steps }, false),
      onPoint: (point) => change({ trajectory: [...methods[n]!.trajectory, point] }, true),
    });
    const { trajectory } = run.manifest;
    const steps = methods[n]!.steps || (trajectory.at(-1)?.step ?? 0);
    change({ run, trajectory, steps, share: 1, kept: origin !== 'trained' }, true);
  }
  return methods;
}

import { randomUUID } from 'node:crypto';
import type { RunConfig } from '../../experiments/runConfig.js';
import type { Run } from '../../experiments/runOptions.js';
import type { TrajectoryPoint } from '../../experiments/runManifest.js';
import { displayBundle, inNotebook } from '../../report/notebook/kernel.js';
import { figureBundle } from '../../report/notebook/show.js';
import { consistencyOverTraining, type OverTrainingOptions } from '../figures/consistencyOverTraining.js';

/** A figure below the cell that grows while runs train; nothing outside a notebook. */
export interface GrowingCurve {
  /** @param run number of the run among the configurations */
  add(run: number, point: TrajectoryPoint): void;
  /** Draws the finished runs, as a picture too. */
  finish(runs: readonly Run[]): Promise<void>;
}

/** @param configs the runs, in the order in which they train */
export function growingCurve(
  configs: readonly RunConfig[],
  measure: OverTrainingOptions['measure'],
): GrowingCurve {
  const id = randomUUID();
  const lines = configs.map(({ method }) => ({ loss: method, trajectory: [] as TrajectoryPoint[] }));
  let last: Promise<void> | undefined;
  const draw = async (runs: typeof lines, png: boolean, before = last): Promise<void> => {
    const drawn = runs.filter(({ trajectory }) => trajectory.length > 0);
    const figure = consistencyOverTraining(drawn, { measure });
    await before;
    const bundle = await figureBundle(figure, png ? {} : { png });
    displayBundle(bundle, id, before !== undefined);
  };
  return {
    add(run, point) {
      lines[run]!.trajectory.push(point);
      if (inNotebook()) last = draw(lines, false);
    },
    async finish(runs) {
      if (!inNotebook()) return;
      const finished = runs.map(({ record, manifest }) => ({
        loss: record.loss,
        trajectory: manifest.trajectory,
      }));
      last = draw(finished, true);
      await last;
    },
  };
}

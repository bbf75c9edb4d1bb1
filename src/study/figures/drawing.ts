import type { Run } from '../../experiments/runOptions.js';
import type { RunRecord } from '../../experiments/runRecord.js';
import type { Figure } from '../../report/plots/figure.js';
import type { DatasetName } from '../plan/settings.js';

/** A figure drawn from finished runs; nothing when the runs it needs are not among them. */
export type Drawing = (runs: readonly Run[], dataset: DatasetName) => Figure | undefined;

type View = (runs: readonly Run[], dataset: DatasetName) => Run[];

/** Draws a view of the results when it has enough runs. */
export const drawing =
  (view: View, draw: (runs: Run[], dataset: DatasetName) => Figure, atLeast = 1): Drawing =>
  (runs, dataset) => {
    const chosen = view(runs, dataset);
    return chosen.length >= atLeast ? draw(chosen, dataset) : undefined;
  };

/** Draws when the runs differ in something, such as the size of the query model. */
export const drawingOver =
  (view: View, by: (run: Run) => unknown, draw: (runs: Run[], dataset: DatasetName) => Figure): Drawing =>
  (runs, dataset) => {
    const chosen = view(runs, dataset);
    return new Set(chosen.map(by)).size > 1 ? draw(chosen, dataset) : undefined;
  };

export const recordsOf = (runs: readonly Run[]): RunRecord[] => runs.map((run) => run.record);

/** The method's id beside one part of the manifest. */
export const withManifest = <Key extends 'consistencyCurve' | 'trajectory' | 'losses'>(
  runs: readonly Run[],
  key: Key,
) =>
  runs.map(
    ({ record, manifest }) =>
      ({ loss: record.loss, [key]: manifest[key] }) as { loss: string } & Pick<Run['manifest'], Key>,
  );

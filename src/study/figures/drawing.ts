import type { Run } from '../../experiments/runOptions.js';
import type { RunRecord } from '../../experiments/runRecord.js';
import { withNote, type Figure } from '../../report/plots/figure.js';
import type { DatasetName } from '../plan/settings.js';

/** Says of runs where they come from. */
export type RunNote = (runs: readonly Run[]) => string;

/**
 * A figure drawn from finished runs; nothing when the runs it needs are not among them.
 * @param note stands below the subtitle, of the runs that the figure shows
 */
export type Drawing = (runs: readonly Run[], dataset: DatasetName, note?: RunNote) => Figure | undefined;

type View = (runs: readonly Run[], dataset: DatasetName) => Run[];

/** Draws a view of the results when it has enough runs. */
export const drawing =
  (view: View, draw: (runs: Run[], dataset: DatasetName) => Figure | undefined, atLeast = 1): Drawing =>
  (runs, dataset, note) => {
    const chosen = view(runs, dataset);
    return chosen.length >= atLeast ? noted(draw(chosen, dataset), chosen, note) : undefined;
  };

/** Draws when the runs differ in something, such as the size of the query model. */
export const drawingOver =
  (view: View, by: (run: Run) => unknown, draw: (runs: Run[], dataset: DatasetName) => Figure): Drawing =>
  (runs, dataset, note) => {
    const chosen = view(runs, dataset);
    return new Set(chosen.map(by)).size > 1 ? noted(draw(chosen, dataset), chosen, note) : undefined;
  };

export const noted = (figure: Figure | undefined, runs: readonly Run[], note?: RunNote): Figure | undefined =>
  figure && note ? withNote(figure, note(runs)) : figure;

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

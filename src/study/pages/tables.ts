import type { Run } from '../../experiments/runOptions.js';
import { methodLabel } from '../methods/looks.js';
import type { Row } from '../../report/tables/table.js';
import { averagedScores, comparisonRows, groupedRows } from '../analysis/comparison.js';
import { select } from '../analysis/selection.js';
import { datasetNames, settings, type DatasetName } from '../plan/settings.js';
import { sweepIds } from '../plan/sweeps.js';
import { sweepSeries } from '../analysis/sweepSeries.js';

/** Every table that the runs allow, by file name: all runs, and a comparison for each setting and sweep. */
export function allTables(runs: readonly Run[]): Record<string, Row[]> {
  const tables = Object.fromEntries(
    datasetNames.flatMap((dataset) => [
      ...Object.entries(comparisons(runs, dataset)),
      ...Object.entries(sweepTables(runs, dataset)),
    ]),
  );
  const filled = Object.entries({ runs: runRows(runs), ...tables }).filter(([, rows]) => rows.length > 0);
  return Object.fromEntries(filled);
}

function runRows(runs: readonly Run[]): Row[] {
  return runs.map(
    ({
      record: {
        mapAsymmetricInterval: [low, high],
        ...rest
      },
    }) => ({ ...rest, low, high }),
  );
}

function comparisons(runs: readonly Run[], dataset: DatasetName): Record<string, Row[]> {
  const here = runs.filter(({ record }) => record.dataset === dataset);
  const others = new Set(here.map(({ record }) => record.split));
  [settings[dataset].split, 'validation'].forEach((split) => others.delete(split));
  return {
    [`comparison-${dataset}`]: comparisonRows(select.main(runs, dataset)),
    [`ablation-${dataset}`]: comparisonRows(select.ablation(runs, dataset)),
    ...Object.fromEntries(
      ['centred', 'pca', 'lda'].map((treatment) => [
        `comparison-${dataset}-${treatment}`,
        comparisonRows(select.treatment(runs, dataset, treatment)),
      ]),
    ),
    ...Object.fromEntries(
      [...others].map((split) => [
        `comparison-${dataset}-${split}`,
        comparisonRows(select.split(runs, dataset, split)),
      ]),
    ),
  };
}

function sweepTables(runs: readonly Run[], dataset: DatasetName): Record<string, Row[]> {
  return {
    [`capacity-${dataset}`]: groupedRows(
      select.capacity(runs, dataset),
      'queryModel',
      ({ record }) => record.queryModel,
    ),
    [`resolution-${dataset}`]: groupedRows(
      select.resolution(runs, dataset),
      'side',
      ({ manifest }) => manifest.config.featureSize,
    ),
    [`treatments-${dataset}`]: groupedRows(
      select.treatments(runs, dataset),
      'galleryTreatment',
      ({ record }) => record.galleryTreatment,
    ),
    ...Object.fromEntries(
      sweepIds.map((id) => [
        `sweep-${id}-${dataset}`,
        sweepSeries(id, runs, dataset).map(({ method, value, chosen, runs: own }) => ({
          method: methodLabel(method),
          value,
          chosen,
          ...averagedScores(own),
        })),
      ]),
    ),
  };
}

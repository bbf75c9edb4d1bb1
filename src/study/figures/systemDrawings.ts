import type { Run } from '../../experiments/runOptions.js';
import { mean } from '../../retrieval/metrics/bootstrap.js';
import { consistencyPanels } from './consistencyPanels.js';
import { costPanels } from './costPanels.js';
import { resolutionCurve } from './resolutionCurve.js';
import { sweepCurves } from './sweepCurves.js';
import { systemBars } from './systemBars.js';
import { treatmentDots } from './treatmentDots.js';
import { drawing, drawingOver, noted, recordsOf, withManifest, type Drawing } from './drawing.js';
import { galleryFlops } from '../analysis/galleryCost.js';
import { select } from '../analysis/selection.js';
import type { DatasetName } from '../plan/settings.js';
import { sweepIds, sweeps, type Sweep, type SweepId } from '../plan/sweeps.js';
import { sweepSeries, sweepValues } from '../analysis/sweepSeries.js';

/** The figures of all systems, by file name. */
export const systemDrawings: Record<string, Drawing> = {
  'all-systems': (runs, dataset, note) => {
    const systems = select.systems(runs, dataset);
    const references = aloneReference(runs, dataset);
    return systems.length > 0
      ? noted(systemBars(recordsOf(systems), { references }), systems, note)
      : undefined;
  },
  'rank-consistency-all': consistencyDrawing(0),
  'rank-consistency-all-2': consistencyDrawing(1),
  'cost-all': costDrawing(0),
  'cost-all-2': costDrawing(1),
  resolution: drawingOver(select.resolution, sideOf, (runs) =>
    resolutionCurve(runs.map((run) => ({ ...run.record, side: sideOf(run) }))),
  ),
  treatments: drawingOver(
    select.treatments,
    ({ record }) => record.galleryTreatment,
    (runs) => treatmentDots(recordsOf(runs)),
  ),
  ...Object.fromEntries(sweepIds.map((id) => [`sweep-${id}`, sweepDrawing(id)])),
};

function consistencyDrawing(part: number): Drawing {
  return drawing(select.systems, (runs) =>
    consistencyPanels(withManifest(runs, 'consistencyCurve'), { part }),
  );
}

function costDrawing(part: number): Drawing {
  return drawing(select.everyQueryModel, (runs) =>
    costPanels(recordsOf(runs), { galleryFlops: galleryFlops(runs[0]!.manifest), part }),
  );
}

function sweepDrawing(id: SweepId): Drawing {
  return (runs, dataset, note) => {
    const series = sweepSeries(id, runs, dataset);
    if (series.length === 0) return undefined;
    // While runs are missing the first method may lack the first value.
    const points = sweepValues(id).flatMap((value) => series.filter((point) => point.value === value));
    const { label, subject, logarithmic } = sweeps[id] as Sweep;
    const curves = sweepCurves(
      points.flatMap(({ method, value, chosen, runs: own }) =>
        own.map(({ record }) => ({ ...record, loss: method, value, chosen })),
      ),
      { label, subject, logarithmic },
    );
    return noted(
      curves,
      points.flatMap((point) => point.runs),
      note,
    );
  };
}

/** What the query model reaches by itself, with a gallery of its own vectors. */
function aloneReference(runs: readonly Run[], dataset: DatasetName) {
  const alone = select.main(runs, dataset).filter(({ record }) => record.loss === 'queryAlone');
  return alone.length > 0
    ? [{ name: 'query model alone', value: mean(alone.map(({ record }) => record.mapSymmetricQuery)) }]
    : [];
}

function sideOf({ manifest }: Run): number {
  return manifest.config.featureSize;
}

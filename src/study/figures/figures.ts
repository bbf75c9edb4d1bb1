import type { Run } from '../../experiments/runOptions.js';
import { capacityCurve } from './capacityCurve.js';
import { consistencyOverTraining } from './consistencyOverTraining.js';
import { costAccuracy } from './costAccuracy.js';
import { distortionSweep } from './distortionSweep.js';
import { inLegendOrder } from '../methods/looks.js';
import { lossCurves } from './lossCurves.js';
import { mappingCurve, type MapCurve } from './mappingCurve.js';
import { methodBars } from './methodBars.js';
import { predictorScatter } from './predictorScatter.js';
import { rankConsistencyCurve } from './rankConsistencyCurve.js';
import { scoreScatter, type ScorePanel } from './scoreScatter.js';
import { temperatureCurves } from '../../report/plots/temperatureCurves.js';
import type { Figure } from '../../report/plots/figure.js';
import { drawing, drawingOver, recordsOf, withManifest, type Drawing, type RunNote } from './drawing.js';
import { galleryFlops } from '../analysis/galleryCost.js';
import { datasetNames, type DatasetName } from '../plan/settings.js';
import { studiedDatasets } from '../plan/studiedDatasets.js';
import { select } from '../analysis/selection.js';
import { currentWorkspace } from '../plan/workspace.js';
import { provenanceNote } from '../runs/provenance.js';
import { systemDrawings } from './systemDrawings.js';

/** Every figure that is drawn from results, by file name. */
export const drawings: Record<string, Drawing> = {
  'rank-consistency': drawing(select.headline, (runs) =>
    rankConsistencyCurve(withManifest(runs, 'consistencyCurve')),
  ),
  'consistency-over-training': drawing(select.headline, (runs) =>
    consistencyOverTraining(withManifest(runs, 'trajectory')),
  ),
  'map-over-training': drawing(select.headline, (runs) =>
    consistencyOverTraining(withManifest(runs, 'trajectory'), { measure: 'mapAsymmetric' }),
  ),
  methods: drawing(select.headline, (runs) => methodBars(recordsOf(runs))),
  predictors: drawing(
    select.everyLoss,
    (runs, dataset) =>
      predictorScatter(recordsOf(runs), { depth: studiedDatasets[dataset].predictorDepth, by: 'family' }),
    4,
  ),
  capacity: drawingOver(
    select.capacity,
    ({ record }) => record.parameters,
    (runs) => capacityCurve(recordsOf(runs)),
  ),
  cost: drawing(select.queryModels, (runs) =>
    costAccuracy(recordsOf(runs), { galleryFlops: galleryFlops(runs[0]!.manifest) }),
  ),
  distortion: drawingOver(
    select.distortion,
    ({ record }) => record.distortion,
    (runs) => distortionSweep(recordsOf(runs)),
  ),
  'centred-gallery': treatmentBars('centred'),
  'whitened-pca': treatmentBars('pca'),
  'whitened-gallery': treatmentBars('lda'),
  ablation: drawing(select.ablation, (runs) => methodBars(recordsOf(runs)), 3),
  similarities: drawing(select.headline, (runs) => scoreScatter(scorePanels(runs))),
  'learnt-map': drawing(
    (runs, dataset) => select.systems(runs, dataset).filter(({ manifest }) => manifest.mapping),
    (runs) => mappingCurve(learntMaps(runs)),
  ),
  losses: drawing(select.headline, (runs) => lossCurves(withManifest(runs, 'losses'))),
  ...systemDrawings,
};

/** A figure by the name of its file, drawn when it is asked for; nothing where its runs are missing. */
export interface NamedDrawing {
  name: string;
  draw: () => Figure | undefined;
}

/**
 * Every figure of every data set; the names end in the suffix of the data set.
 * @param note says below each figure's subtitle where its runs come from
 */
export function namedDrawings(runs: readonly Run[], note?: RunNote): NamedDrawing[] {
  const drawn = datasetNames.flatMap((dataset) =>
    Object.entries(drawings).map(([name, draw]) => ({
      name: `${name}${studiedDatasets[dataset].figureSuffix}`,
      draw: () => draw(runs, dataset, note),
    })),
  );
  return [...drawn, { name: 'temperature', draw: () => temperatureCurves() }];
}

/** All figures that the runs allow, see `namedDrawings`. */
export function allFigures(runs: readonly Run[], note?: RunNote): { name: string; figure: Figure }[] {
  return namedDrawings(runs, note).flatMap(({ name, draw }) => {
    const figure = draw();
    return figure ? [{ name, figure }] : [];
  });
}

/** One figure by name; in the profile `quick` it says where its runs come from. */
export function drawFigure(
  name: keyof typeof drawings,
  runs: readonly Run[],
  dataset: DatasetName,
): Figure | undefined {
  const note = currentWorkspace().profile === 'quick' ? provenanceNote() : undefined;
  return drawings[name]!(runs, dataset, note);
}

function treatmentBars(treatment: string): Drawing {
  return drawing(
    (runs, dataset) =>
      select.treatments(runs, dataset).filter(({ record }) => record.galleryTreatment === treatment),
    (runs) => methodBars(recordsOf(runs)),
  );
}

/** Similarities of one run of each method, with its map where it has one, for `scoreScatter`. */
export function scorePanels(runs: readonly Run[]): ScorePanel[] {
  return inLegendOrder(runs.map((run) => run.record.loss)).map((loss) => {
    const { similarityPairs, mapping } = runs.find(({ record }) => record.loss === loss)!.manifest;
    return { loss, similarityPairs, curves: mapping ? [{ name: 'map of the scores', ...mapping }] : [] };
  });
}

function learntMaps(runs: Run[]): MapCurve[] {
  return runs.flatMap(({ record, manifest }) =>
    manifest.mapping ? [{ name: record.loss, ...manifest.mapping }] : [],
  );
}

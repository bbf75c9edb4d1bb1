import type { Run } from '../experiments/runExperiment.js';
import {
  capacityCurve,
  consistencyOverTraining,
  costAccuracy,
  distortionSweep,
  lossCurves,
  mappingCurve,
  methodBars,
  predictorScatter,
  rankConsistencyCurve,
  scoreScatter,
  temperatureCurves,
  type Figure,
  type MapCurve,
} from '../plots/index.js';
import { datasetNames, type DatasetName } from './settings.js';
import { select } from './selection.js';

/** A figure by name, drawn from finished runs; nothing when the runs it needs are not among them. */
type Drawing = (runs: readonly Run[], dataset: DatasetName) => Figure | undefined;

/** Draws when there is something to draw. */
const from =
  (
    choose: (runs: readonly Run[], dataset: DatasetName) => Run[],
    draw: (runs: Run[], dataset: DatasetName) => Figure,
    atLeast = 1,
  ): Drawing =>
  (runs, dataset) => {
    const chosen = choose(runs, dataset);
    return chosen.length >= atLeast ? draw(chosen, dataset) : undefined;
  };

const withManifest = <Key extends 'consistencyCurve' | 'trajectory' | 'losses'>(runs: Run[], key: Key) =>
  runs.map(
    ({ record, manifest }) =>
      ({ loss: record.loss, [key]: manifest[key] }) as { loss: string } & Pick<Run['manifest'], Key>,
  );

const records = (runs: Run[]) => runs.map((run) => run.record);

/** Depth at which order consistency is set against mAP: what fits the number of positives of a query. */
const predictorDepth = { emoji: 10, 'emoji-small': 10, grocery: 100 } as const;

/** Every figure that is drawn from results, by file name. */
export const drawings: Record<string, Drawing> = {
  'rank-consistency': from(select.main, (runs) =>
    rankConsistencyCurve(withManifest(runs, 'consistencyCurve')),
  ),
  'consistency-over-training': from(select.main, (runs) =>
    consistencyOverTraining(withManifest(runs, 'trajectory')),
  ),
  'map-over-training': from(select.main, (runs) =>
    consistencyOverTraining(withManifest(runs, 'trajectory'), { measure: 'mapAsymmetric' }),
  ),
  methods: from(select.main, (runs) => methodBars(records(runs))),
  predictors: from(
    select.everyLoss,
    (runs, dataset) => predictorScatter(records(runs), { depth: predictorDepth[dataset] }),
    4,
  ),
  capacity: from(select.capacity, (runs) => capacityCurve(records(runs))),
  cost: from(select.queryModels, (runs) => costAccuracy(records(runs))),
  distortion: from(select.distortion, (runs) => distortionSweep(records(runs))),
  'centred-gallery': from(
    (runs, dataset) => select.treatment(runs, dataset, 'centred'),
    (runs) => methodBars(records(runs)),
  ),
  'whitened-gallery': from(
    (runs, dataset) => select.treatment(runs, dataset, 'lda'),
    (runs) => methodBars(records(runs)),
  ),
  ablation: from(select.ablation, (runs) => methodBars(records(runs)), 3),
  similarities: from(select.main, (runs) => scoreScatter(firstOfEach(runs).map(scorePanel))),
  'learnt-map': (runs, dataset) => {
    const curves = learntMaps(select.main(runs, dataset));
    return curves.length > 0 ? mappingCurve(curves) : undefined;
  },
  losses: from(select.main, (runs) => lossCurves(withManifest(runs, 'losses'))),
};

/** All figures that the runs allow, with their file names; those of emoji have no suffix. */
export function allFigures(runs: readonly Run[]): { name: string; figure: Figure }[] {
  const drawn = datasetNames.flatMap((dataset) =>
    Object.entries(drawings).flatMap(([name, draw]) => {
      const figure = draw(runs, dataset);
      return figure ? [{ name: dataset === 'grocery' ? `${name}-${dataset}` : name, figure }] : [];
    }),
  );
  return [...drawn, { name: 'temperature', figure: temperatureCurves() }];
}

/** One figure by name. */
export function drawFigure(
  name: keyof typeof drawings,
  runs: readonly Run[],
  dataset: DatasetName,
): Figure | undefined {
  return drawings[name]!(runs, dataset);
}

function firstOfEach(runs: Run[]): Run[] {
  return [...new Map([...runs].reverse().map((run) => [run.record.loss, run])).values()].reverse();
}

function scorePanel({ record, manifest }: Run) {
  return {
    loss: record.loss,
    similarityPairs: manifest.similarityPairs,
    curves: manifest.mapping ? [{ name: 'learnt map', ...manifest.mapping }] : [],
  };
}

function learntMaps(runs: Run[]): MapCurve[] {
  return runs.flatMap(({ record, manifest }) =>
    manifest.mapping ? [{ name: `learnt map, seed ${record.seed}`, ...manifest.mapping }] : [],
  );
}

import { lossCurves } from '../../../src/study/figures/lossCurves.js';
import { mappingCurve } from '../../../src/study/figures/mappingCurve.js';
import { scoreScatter } from '../../../src/study/figures/scoreScatter.js';
import { capacityCurve } from '../../../src/study/figures/capacityCurve.js';
import { consistencyOverTraining } from '../../../src/study/figures/consistencyOverTraining.js';
import { costAccuracy } from '../../../src/study/figures/costAccuracy.js';
import { distortionSweep } from '../../../src/study/figures/distortionSweep.js';
import { methodBars } from '../../../src/study/figures/methodBars.js';
import { rankConsistencyCurve } from '../../../src/study/figures/rankConsistencyCurve.js';
import { consistencyPanels } from '../../../src/study/figures/consistencyPanels.js';
import { costPanels } from '../../../src/study/figures/costPanels.js';
import { predictorScatter } from '../../../src/study/figures/predictorScatter.js';
import { resolutionCurve } from '../../../src/study/figures/resolutionCurve.js';
import { sweepCurves } from '../../../src/study/figures/sweepCurves.js';
import { systemBars } from '../../../src/study/figures/systemBars.js';
import { treatmentDots } from '../../../src/study/figures/treatmentDots.js';
import type { Figure } from '../../../src/report/plots/figure.js';
import { sampleRuns } from '../../report/plots/samples.js';

/** Runs of methods of four families. */
const runs = sampleRuns({
  regression: 20,
  relationalDistillation: 1,
  rankOrderPreservation: 35,
  rankDistribution: 37,
  contextualSimilarityBank: 38,
});
const curves = runs.map(({ loss, orderConsistency10: value }) => ({
  loss,
  consistencyCurve: [5, 10, 100].map((depth) => ({ depth, value, low: value - 1, high: value + 1 })),
}));

/** The same with three treatments of the gallery. */
export const treated = runs.flatMap((run) =>
  ['raw', 'centred', 'lda'].map((galleryTreatment, at) => ({
    ...run,
    galleryTreatment,
    mapAsymmetric: run.mapAsymmetric + (run.loss === 'regression' ? 5 : 1) * at,
  })),
);

/** Runs of two methods at some values, of which the second is the chosen one. */
export const sweep = (values: (number | string)[]) =>
  ['rankOrderPreservation', 'rankDistribution'].flatMap((loss, method) =>
    values.flatMap((value, at) =>
      [0, 1].map((seed) => ({
        loss,
        value,
        chosen: at === 1,
        mapAsymmetric: 30 + seed + (method === 0 ? 6 : 1) * at,
        orderConsistency10: 60 + at,
      })),
    ),
  );

/** Every figure that compares families, sweeps or treatments. */
export const familyFigures: Record<string, Figure> = {
  systemBars: systemBars(runs, { references: [{ name: 'query model alone', value: 31 }] }),
  consistencyPanels: consistencyPanels(curves)!,
  costPanels: costPanels(
    runs.flatMap((run) =>
      [1e7, 1e8].map((flops) => ({ ...run, flops, mapAsymmetric: run.mapAsymmetric + flops / 1e8 })),
    ),
    { galleryFlops: 1.2e9 },
  )!,
  resolutionCurve: resolutionCurve(
    runs.flatMap((run) =>
      [32, 96].map((side) => ({ ...run, side, mapAsymmetric: (run.mapAsymmetric * side) / 96 })),
    ),
  ),
  sweepOfNumbers: sweepCurves(sweep([0.05, 0.1, 0.5]), {
    label: 'Temperature',
    subject: 'The temperature',
    logarithmic: true,
  }),
  sweepOfTexts: sweepCurves(sweep(['batch', 'inversePosition']), { label: 'Source' }),
  treatmentDots: treatmentDots(treated),
  predictorScatter: predictorScatter(runs, { by: 'family' }),
};

/** Runs of three methods. */
export const methodRuns = sampleRuns({ regression: 20, rankOrderPreservation: 35, contextualSimilarityBank: 38 });

const similarityPairs = { gallery: [0.1, 0.4, 0.6, 0.9], query: [0, 0.1, 0.3, 0.5] };

/** Every figure that compares methods. */
export const methodFigures: Record<string, Figure> = {
  rankConsistencyCurve: rankConsistencyCurve(
    methodRuns.map(({ loss, orderConsistency10: value }) => ({
      loss,
      consistencyCurve: [5, 10, 100].map((depth) => ({ depth, value, low: value - 1, high: value + 1 })),
    })),
  ),
  consistencyOverTraining: consistencyOverTraining(
    methodRuns.map(({ loss, mapAsymmetric, orderConsistency10 }) => ({
      loss,
      trajectory: [10, 500].map((step) => ({
        step,
        mapAsymmetric,
        orderConsistency10: orderConsistency10 - 100 / step,
        orderConsistency100: orderConsistency10,
      })),
    })),
  ),
  predictorScatter: predictorScatter(methodRuns),
  distortionSweep: distortionSweep(
    methodRuns.flatMap((run) => [0.25, 1, 4].map((distortion) => ({ ...run, distortion }))),
  ),
  capacityCurve: capacityCurve(
    methodRuns.flatMap((run) => [42_000, 165_000].map((parameters) => ({ ...run, parameters }))),
  ),
  costAccuracy: costAccuracy(methodRuns, { galleryFlops: 1.7e9 }),
  methodBars: methodBars(methodRuns),
  scoreScatter: scoreScatter(
    methodRuns.filter(({ seed }) => seed === 0).map(({ loss }) => ({ loss, similarityPairs })),
  ),
  mappingCurve: mappingCurve([{ name: 'monotonicSimilarity', gallery: [0, 0.5, 1], mapped: [0, 0.1, 0.9] }]),
  lossCurves: lossCurves(
    methodRuns.map(({ loss }) => ({ loss, losses: [1, 2, 3].map((step) => ({ step, loss: 4 / step })) })),
  ),
};

import { describe, expect, test } from 'vitest';
import { capacityCurve } from '../../../src/study/figures/capacityCurve.js';
import { consistencyOverTraining } from '../../../src/study/figures/consistencyOverTraining.js';
import { costAccuracy } from '../../../src/study/figures/costAccuracy.js';
import { distortionSweep } from '../../../src/study/figures/distortionSweep.js';
import { lossCurves } from '../../../src/report/plots/lossCurves.js';
import { mappingCurve } from '../../../src/report/plots/mappingCurve.js';
import { methodBars } from '../../../src/study/figures/methodBars.js';
import { predictorScatter } from '../../../src/study/figures/predictorScatter.js';
import { rankConsistencyCurve } from '../../../src/study/figures/rankConsistencyCurve.js';
import { scoreScatter } from '../../../src/report/plots/scoreScatter.js';
import { temperatureCurves } from '../../../src/report/plots/temperatureCurves.js';
import type { Figure } from '../../../src/report/plots/figure.js';
import { numbersIn, title } from './figureParts.js';
import { sampleRuns } from './samples.js';

const runs = sampleRuns({ regression: 20, rankOrderPreservation: 35, contextualSimilarityBank: 38 });
const first = runs.filter((run) => run.seed === 0);
const similarityPairs = { gallery: [0.1, 0.4, 0.6, 0.9], query: [0, 0.1, 0.3, 0.5] };

const figures: Record<string, Figure> = {
  rankConsistencyCurve: rankConsistencyCurve(
    runs.map(({ loss, orderConsistency10: value }) => ({
      loss,
      consistencyCurve: [5, 10, 100].map((depth) => ({ depth, value, low: value - 1, high: value + 1 })),
    })),
  ),
  consistencyOverTraining: consistencyOverTraining(
    runs.map(({ loss, mapAsymmetric, orderConsistency10 }) => ({
      loss,
      trajectory: [10, 500].map((step) => ({
        step,
        mapAsymmetric,
        orderConsistency10: orderConsistency10 - 100 / step,
        orderConsistency100: orderConsistency10,
      })),
    })),
  ),
  predictorScatter: predictorScatter(runs),
  distortionSweep: distortionSweep(
    runs.flatMap((run) => [0.25, 1, 4].map((distortion) => ({ ...run, distortion }))),
  ),
  capacityCurve: capacityCurve(
    runs.flatMap((run) => [42_000, 165_000].map((parameters) => ({ ...run, parameters }))),
  ),
  costAccuracy: costAccuracy(runs, { galleryFlops: 1.7e9 }),
  methodBars: methodBars(runs),
  scoreScatter: scoreScatter(first.map(({ loss }) => ({ loss, similarityPairs }))),
  mappingCurve: mappingCurve([{ name: 'monotonicSimilarity', gallery: [0, 0.5, 1], mapped: [0, 0.1, 0.9] }]),
  temperatureCurves: temperatureCurves(),
  lossCurves: lossCurves(
    runs.map(({ loss }) => ({ loss, losses: [1, 2, 3].map((step) => ({ step, loss: 4 / step })) })),
  ),
};

describe.each(Object.entries(figures))('%s', (_name, figure) => {
  test('is plain JSON with finite numbers, a title and titled axes', () => {
    expect(JSON.parse(JSON.stringify(figure))).toEqual(figure);
    expect(figure.data.length).toBeGreaterThan(0);
    expect(numbersIn(figure).every(Number.isFinite)).toBe(true);
    expect(figure.layout.title!.text).toMatch(/^<b>.{10,}<\/b>/s);
    expect(figure.layout.xaxis!.title!.text).not.toBe('');
    expect(figure.layout.width).toBeUndefined();
  });
});

describe('findings in titles', () => {
  test('are computed from the data', () => {
    expect(title(figures.methodBars)).toBe(
      'CSD (bank) reaches 38.5 % mAP, 18.0 points above feature regression',
    );
    expect(title(figures.rankConsistencyCurve)).toBe(
      'CSD (bank) keeps 69.0 % of the top-10 pairs in order, Feature regression 60.0 %',
    );
    expect(title(figures.capacityCurve)).toBe(
      'CSD (bank) leads Feature regression by 18.0 points with 42 k weights, by 18.0 points with 165 k weights',
    );
    expect(title(figures.costAccuracy)).toBe(
      "CSD (bank) reaches 38.5 % mAP, 72 % of the gallery model's, at 1/17 of its operations",
    );
    expect(title(figures.mappingCurve)).toBe(
      'Monotonic mapping (ours) lies up to 0.40 below the identity, at t = 0.50',
    );
    expect(title(figures.lossCurves)).toBe('The losses end at 33 to 33 % of their start');
  });

  test('say the opposite for opposite data', () => {
    const flipped = runs.map((run) => ({ ...run, orderConsistency10: -run.orderConsistency10 }));
    expect(title(figures.predictorScatter)).toMatch(/^Order consistency@10 rises with mAP; cosine .* falls/);
    expect(title(predictorScatter(flipped))).toMatch(/^Order consistency@10 falls as mAP rises/);
  });

  test('name no winner where only one method is drawn', () => {
    const one = runs.filter((run) => run.loss === 'regression');
    expect(title(methodBars(one))).toBe('Feature regression reaches 20.5 % mAP');
    expect(title(capacityCurve(one))).toBe('mAP against the size of the query model');
  });

  test('give way to a title of the caller', () => {
    expect(title(methodBars(runs, { title: 'Mine' }))).toBe('Mine');
  });
});

describe('the data of figures', () => {
  test('average seeds and keep the interval over queries', () => {
    const [bars] = figures.methodBars.data as unknown as { x: number[]; error_x: { array: number[] } }[];
    expect(bars.x).toEqual([20.5, 35.5, 38.5]);
    expect(bars.error_x.array).toEqual([2, 2, 2]);
  });

  test('draw the range over seeds where runs have no interval of their own', () => {
    const [line] = figures.distortionSweep.data as unknown as { error_y: { array: number[] } }[];
    expect(line.error_y.array).toEqual([0.5, 0.5, 0.5]);
  });

  test('draw each temperature with its value and gradient, and steps that point at one', () => {
    const figure = temperatureCurves({ temperatures: [0.2, 0.1], selected: 1, span: 0.4 });
    const traces = figure.data as unknown as { y: number[]; line: { width: number } }[];
    const middle = 120;
    expect(traces[0].y[middle]).toBe(0.5);
    expect(traces[1].y[middle]).toBeCloseTo(1 / (4 * 0.2), 10);
    expect(traces[3].y[middle]).toBeCloseTo(1 / (4 * 0.1), 10);
    expect(traces.map((trace) => trace.line.width)).toEqual([2, 2, 5, 5, 1.5]);
    const [{ steps }] = figure.layout.sliders as unknown as [
      { steps: { args: [Record<string, number[]>] }[] },
    ];
    expect(steps[0].args[0]['line.width']).toEqual([5, 5, 2, 2]);
  });

  test('put panels in rows of three that do not overlap, each with its own axes', () => {
    const panels = Array.from({ length: 5 }, (_, n) => ({ loss: `method ${n}`, similarityPairs }));
    const { data, layout } = scoreScatter(panels);
    const axes = layout as Record<string, { domain: [number, number] }>;
    const boxes = ['', '2', '3', '4', '5'].map((n) => [axes[`xaxis${n}`].domain, axes[`yaxis${n}`].domain]);
    const apart = ([a, b]: [number, number], [c, d]: [number, number]) => b < c || d < a;
    boxes.forEach(([x, y], i) =>
      boxes.slice(0, i).forEach(([otherX, otherY]) => {
        expect(apart(x, otherX) || apart(y, otherY)).toBe(true);
      }),
    );
    expect(new Set((data as { xaxis: string }[]).map((trace) => trace.xaxis)).size).toBe(5);
  });

  test('escape names that come from data', () => {
    const figure = methodBars([{ ...runs[0], loss: '<script>alert(1)</script>' }]);
    expect(JSON.stringify(figure.data)).not.toContain('<script>');
  });
});

import { describe, expect, test } from 'vitest';
import { lossCurves } from '../../src/study/figures/lossCurves.js';
import { mappingCurve } from '../../src/study/figures/mappingCurve.js';
import { scoreScatter } from '../../src/study/figures/scoreScatter.js';
import { temperatureCurves } from '../../src/report/plots/temperatureCurves.js';
import type { Figure } from '../../src/report/plots/figure.js';
import { numbersIn, title } from './plots/figureParts.js';
import { sampleRuns } from './plots/samples.js';

const runs = sampleRuns({ regression: 20, rankOrderPreservation: 35, contextualSimilarityBank: 38 });
const first = runs.filter((run) => run.seed === 0);
const similarityPairs = { gallery: [0.1, 0.4, 0.6, 0.9], query: [0, 0.1, 0.3, 0.5] };

const figures: Record<string, Figure> = {
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

test('findings in titles are computed from the data', () => {
  expect(title(figures.mappingCurve)).toBe(
    'Monotonic mapping (ours) lies up to 0.40 below the identity, at t = 0.50',
  );
  expect(title(figures.lossCurves)).toBe('The losses end at 33 to 33 % of their start');
});

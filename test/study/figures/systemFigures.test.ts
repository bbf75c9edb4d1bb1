import { describe, expect, test } from 'vitest';
import { consistencyPanels } from '../../../src/study/figures/consistencyPanels.js';
import { costPanels } from '../../../src/study/figures/costPanels.js';
import { families } from '../../../src/report/plots/families.js';
import { mappingCurve } from '../../../src/report/plots/mappingCurve.js';
import { predictorScatter } from '../../../src/study/figures/predictorScatter.js';
import { resolutionCurve } from '../../../src/study/figures/resolutionCurve.js';
import { scoreScatter } from '../../../src/report/plots/scoreScatter.js';
import { sweepCurves } from '../../../src/study/figures/sweepCurves.js';
import { systemBars } from '../../../src/study/figures/systemBars.js';
import { treatmentDots } from '../../../src/study/figures/treatmentDots.js';
import type { Figure } from '../../../src/report/plots/figure.js';
import { numbersIn, title } from '../../report/plots/figureParts.js';
import { sampleRuns } from '../../report/plots/samples.js';

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
const treated = runs.flatMap((run) =>
  ['raw', 'centred', 'lda'].map((galleryTreatment, at) => ({
    ...run,
    galleryTreatment,
    mapAsymmetric: run.mapAsymmetric + (run.loss === 'regression' ? 5 : 1) * at,
  })),
);
const sweep = (values: (number | string)[]) =>
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

const figures: Record<string, Figure> = {
  systemBars: systemBars(runs, { references: [{ name: 'query model alone', value: 31 }] }),
  consistencyPanels: consistencyPanels(curves),
  costPanels: costPanels(
    runs.flatMap((run) =>
      [1e7, 1e8].map((flops) => ({ ...run, flops, mapAsymmetric: run.mapAsymmetric + flops / 1e8 })),
    ),
    { galleryFlops: 1.2e9 },
  ),
  resolutionCurve: resolutionCurve(
    runs.flatMap((run) =>
      [32, 96].map((side) => ({ ...run, side, mapAsymmetric: (run.mapAsymmetric * side) / 96 })),
    ),
  ),
  sweepOfNumbers: sweepCurves(sweep([0.05, 0.1, 0.5]), { label: 'Temperature', logarithmic: true }),
  sweepOfTexts: sweepCurves(sweep(['batch', 'inversePosition']), { label: 'Source' }),
  treatmentDots: treatmentDots(treated),
  predictorScatter: predictorScatter(runs, { by: 'family' }),
};

const traces = ({ data }: Figure) =>
  data as unknown as {
    type: string;
    name?: string;
    mode?: string;
    x: number[];
    y: (number | string)[];
    xaxis?: string;
    showlegend?: boolean;
    marker: { color: string; symbol: string };
  }[];

describe.each(Object.entries(figures))('%s', (_name, figure) => {
  test('is plain JSON with finite numbers and a title', () => {
    expect(JSON.parse(JSON.stringify(figure))).toEqual(figure);
    expect(numbersIn(figure).every(Number.isFinite)).toBe(true);
    expect(figure.layout.title!.text).toMatch(/^<b>.{10,}<\/b>/s);
  });

  test('has a legend that names nothing twice', () => {
    const named = traces(figure).filter(({ name, showlegend }) => name !== undefined && showlegend !== false);
    expect(new Set(named.map(({ name }) => name)).size).toBe(named.length);
  });
});

test('findings are computed from the data', () => {
  expect(title(figures.systemBars)).toBe(
    'CSD (bank) leads with 38.5 % mAP, 1.0 points above Listwise rank preservation (ours), the best of another family',
  );
  expect(title(figures.consistencyPanels)).toBe(
    'CSD (bank) keeps most top-10 pairs in order, 69.0 %, 9.0 points more than feature regression',
  );
  expect(title(figures.costPanels)).toBe(
    "CSD (bank) reaches 39.5 % mAP, 74 % of the gallery model's, at 1/12 of its operations",
  );
  expect(title(figures.resolutionCurve)).toBe(
    'Going from 96 to 32 pixels costs CSD (bank) 25.7 points of mAP, RKD (Park 2019) 1.0 points',
  );
  expect(title(figures.sweepOfNumbers)).toBe(
    'Temperature: moves Rank order preservation (ours) by 12.0 points of mAP (best: 0.5), Listwise rank preservation (ours) by 2.0 (best: 0.5)',
  );
  expect(title(figures.sweepOfTexts)).toMatch(/\(best: inverse position\)$/);
  expect(title(figures.treatmentDots)).toMatch(
    /^A gallery that is LDA-whitened moves Feature regression by 10\.0 points of mAP, .* by 2\.0 points$/,
  );
});

describe('bars of all systems', () => {
  const bars = traces(figures.systemBars).filter(({ type }) => type === 'bar');

  test('are one trace per family, in its colour', () => {
    expect(bars.map(({ name }) => name)).toEqual([
      'Embeddings copied',
      'Softmax of scores',
      'Order only',
      'Negative control',
    ]);
    const order = families.find(({ id }) => id === 'order')!;
    expect(new Set(bars[2].marker.color)).toEqual(new Set([order.color]));
  });

  test('are sorted over all families', () => {
    const { categoryarray } = figures.systemBars.layout.yaxis as { categoryarray: string[] };
    expect(categoryarray.at(-1)).toBe('CSD (bank)');
    expect(categoryarray[0]).toBe('RKD (Park 2019)');
  });

  test('show both references', () => {
    const texts = figures.systemBars.layout.annotations!.map(({ text }) => text);
    expect(texts).toEqual(['query model alone: 31.0\u00a0%', 'gallery model: 53.3\u00a0%']);
  });
});

describe('panels of families', () => {
  test('draw every method once in its own look and in grey everywhere else', () => {
    const all = traces(figures.consistencyPanels);
    const panels = new Set(all.map(({ xaxis }) => xaxis));
    expect(panels.size).toBe(4);
    expect(all.filter(({ name }) => name === 'CSD (bank)')).toHaveLength(1);
    expect(all.filter(({ showlegend }) => showlegend === false)).toHaveLength(5 * 4 - 5);
  });

  test('do not join query models of one method', () => {
    expect(traces(figures.costPanels).every(({ mode }) => mode === 'markers')).toBe(true);
  });
});

describe('a sweep', () => {
  test('rings the chosen value in both panels', () => {
    const rings = traces(figures.sweepOfNumbers).filter(({ marker }) => marker.symbol === 'circle-open');
    expect(rings.map(({ x }) => x)).toEqual([
      [0.1, 0.1],
      [0.1, 0.1],
    ]);
    expect(rings[0].y).toEqual([36.5, 31.5]);
    expect(rings[1].y).toEqual([61, 61]);
  });

  test('sets texts side by side as words', () => {
    expect(figures.sweepOfTexts.layout.xaxis).toMatchObject({
      tickvals: [0, 1],
      ticktext: ['batch', 'inverse<br>position'],
    });
  });

  test('says nothing of a ring when no value was chosen', () => {
    const figure = sweepCurves(
      sweep([1, 2]).map((run) => ({ ...run, chosen: false })),
      { label: 'K' },
    );
    expect(JSON.stringify(figure.layout.title)).not.toContain('ringed');
  });
});

describe('treatments', () => {
  test('leave out methods with one treatment only', () => {
    const figure = treatmentDots([...treated, { ...treated[0], loss: 'ridgeMap' }]);
    expect(JSON.stringify(figure)).not.toContain('Ridge');
  });

  test('span a line from the lowest to the highest mAP of a method', () => {
    const [line] = traces(figures.treatmentDots)
      .filter(({ mode }) => mode === 'lines')
      .slice(-2);
    expect(line.y[0]).toBe('Listwise rank preservation (ours)');
    expect(line.x).toEqual([37.5, 39.5]);
  });
});

test('runs of one family share a marker in the scatter of predictors', () => {
  const names = traces(figures.predictorScatter).map(({ name }) => name);
  expect(names.slice(0, 4)).toEqual([
    'Embeddings copied',
    'Softmax of scores',
    'Order only',
    'Negative control',
  ]);
});

test('maps of one method have one entry in the legend', () => {
  const curve = { name: 'monotonicSimilarity', gallery: [0, 1], mapped: [0, 1] };
  const drawn = traces(mappingCurve([curve, curve, { ...curve, name: 'powerMapping' }])).slice(1);
  expect(drawn.map(({ showlegend }) => showlegend)).toEqual([true, false, true]);
});

test('any number of panels lies inside the plot', () => {
  const similarityPairs = { gallery: [0.1, 0.9], query: [0, 0.5] };
  const panels = Array.from({ length: 22 }, (_, n) => ({ loss: `method ${n}`, similarityPairs }));
  const { layout } = scoreScatter(panels);
  const domains = Object.entries(layout)
    .filter(([key]) => /^yaxis/.test(key))
    .map(([, value]) => (value as { domain: [number, number] }).domain);
  expect(domains).toHaveLength(22);
  expect(domains.every(([low, high]) => low >= -1e-9 && high <= 1 && high - low > 0.05)).toBe(true);
});

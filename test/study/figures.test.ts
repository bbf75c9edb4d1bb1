import { describe, expect, test } from 'vitest';
import { predictorScatter } from '../../src/study/figures/predictorScatter.js';
import { methodBars } from '../../src/study/figures/methodBars.js';
import { capacityCurve } from '../../src/study/figures/capacityCurve.js';
import { numbersIn, title, traces } from '../report/plots/figureParts.js';
import { familyFigures, methodFigures, methodRuns } from './figures/samples.js';

describe.each(Object.entries(familyFigures))('%s', (_name, figure) => {
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
  expect(title(familyFigures.systemBars)).toBe('CSD (bank) leads every other family by 1.0 points');
  expect(title(familyFigures.consistencyPanels)).toBe(
    'CSD (bank) keeps most of the order: 69.0 % of top-10 pairs',
  );
  expect(title(familyFigures.costPanels)).toBe(
    "CSD (bank) reaches 74 % of the gallery model's mAP at 1/12 of its cost",
  );
  expect(title(familyFigures.resolutionCurve)).toBe(
    'CSD (bank) loses 25.7 points of mAP from 96 to 32 pixels',
  );
  expect(title(familyFigures.sweepOfNumbers)).toBe(
    'The temperature moves rank order preservation (ours) by 12.0 points, best with 0.5',
  );
  expect(title(familyFigures.sweepOfTexts)).toMatch(/^Source moves .*, best with inverse position$/);
  expect(title(familyFigures.treatmentDots)).toBe(
    'LDA whitening helps feature regression most, by 10.0 points',
  );
});

describe('panels of families', () => {
  test('draw every method once in its own look and in grey everywhere else', () => {
    const all = traces(familyFigures.consistencyPanels);
    const panels = new Set(all.map(({ xaxis }) => xaxis));
    expect(panels.size).toBe(4);
    expect(all.filter(({ name }) => name === 'CSD (bank)')).toHaveLength(1);
    expect(all.filter(({ showlegend }) => showlegend === false)).toHaveLength(5 * 4 - 5);
  });

  test('do not join query models of one method', () => {
    expect(traces(familyFigures.costPanels).every(({ mode }) => mode === 'markers')).toBe(true);
  });
});

test('runs of one family share a marker in the scatter of predictors', () => {
  const names = traces(familyFigures.predictorScatter).map(({ name }) => name);
  expect(names.slice(0, 4)).toEqual([
    'Embeddings copied',
    'Softmax of scores',
    'Order only',
    'Negative control',
  ]);
});

describe.each(Object.entries(methodFigures))('%s', (_name, figure) => {
  test('is plain JSON with finite numbers, a title and titled axes', () => {
    expect(JSON.parse(JSON.stringify(figure))).toEqual(figure);
    expect(figure.data.length).toBeGreaterThan(0);
    expect(numbersIn(figure).every(Number.isFinite)).toBe(true);
    expect(figure.layout.title!.text).toMatch(/^<b>.{10,}<\/b>/s);
    expect(figure.layout.xaxis!.title!.text).not.toBe('');
    expect(figure.layout.width).toBeUndefined();
  });
});

describe('findings in titles of figures of methods', () => {
  test('are computed from the data', () => {
    expect(title(methodFigures.methodBars)).toBe('CSD (bank) beats feature regression by 18.0 points');
    expect(title(methodFigures.rankConsistencyCurve)).toBe(
      'CSD (bank) keeps most of the order: 69.0 % of top-10 pairs',
    );
    expect(title(methodFigures.capacityCurve)).toBe('CSD (bank) leads with 42 k weights and with 165 k');
    expect(title(methodFigures.costAccuracy)).toBe(
      "CSD (bank) reaches 72 % of the gallery model's mAP at 1/17 of its cost",
    );
    expect(title(methodFigures.mappingCurve)).toBe(
      'Monotonic mapping (ours) lowers the similarity by up to 0.40',
    );
    expect(title(methodFigures.lossCurves)).toBe('The losses end at 33 to 33 % of their start');
  });

  test('say the opposite for opposite data', () => {
    const flipped = methodRuns.map((run) => ({ ...run, orderConsistency10: -run.orderConsistency10 }));
    expect(title(methodFigures.predictorScatter)).toMatch(
      /^Order consistency@10 rises with mAP; the cosine falls/,
    );
    expect(title(predictorScatter(flipped))).toMatch(/^Order consistency@10 falls as mAP rises/);
  });

  test('name no winner where only one method is drawn', () => {
    const one = methodRuns.filter((run) => run.loss === 'regression');
    expect(title(methodBars(one))).toBe('Feature regression reaches 20.5 % mAP');
    expect(title(capacityCurve(one))).toBe('Retrieval depends on the size of the query model');
  });

  test('give way to a title of the caller', () => {
    expect(title(methodBars(methodRuns, { title: 'Mine' }))).toBe('Mine');
  });
});

describe('the data of figures of methods', () => {
  test('average seeds and keep the interval over queries', () => {
    const [bars] = methodFigures.methodBars.data as unknown as {
      x: number[];
      error_x: { array: number[] };
    }[];
    expect(bars.x).toEqual([20.5, 35.5, 38.5]);
    expect(bars.error_x.array).toEqual([2, 2, 2]);
  });

  test('draw the range over seeds where runs have no interval of their own', () => {
    const [line] = methodFigures.distortionSweep.data as unknown as { error_y: { array: number[] } }[];
    expect(line.error_y.array).toEqual([0.5, 0.5, 0.5]);
  });

  test('escape names that come from data', () => {
    const figure = methodBars([{ ...methodRuns[0], loss: '<script>alert(1)</script>' }]);
    expect(JSON.stringify(figure.data)).not.toContain('<script>');
  });
});

import { describe, expect, test } from 'vitest';
import { capacityGap } from '../../src/course/figures/capacityGap.js';
import { mappingSteps } from '../../src/course/figures/mappingSteps.js';
import { queryRankings, rankingByMethod } from '../../src/course/figures/rankingByMethod.js';
import { similarityForces } from '../../src/course/figures/similarityForces.js';
import { softRankSlider } from '../../src/course/figures/softRankSlider.js';
import { rankOrder } from '../../src/course/rankOrder.js';
import type { Dataset } from '../../src/datasets/types.js';
import type { Run } from '../../src/experiments/runOptions.js';
import type { Figure } from '../../src/report/plots/figure.js';
import { numbersIn, title, traces } from '../report/plots/figureParts.js';

/** What the positions of a figure's slider change. */
const stepsOf = (figure: Figure) =>
  (figure.layout.sliders as unknown as [{ active: number; steps: { label: string; args: unknown[] }[] }])[0];

function isPlain(figure: Figure): void {
  expect(JSON.parse(JSON.stringify(figure))).toEqual(figure);
  expect(numbersIn(figure).every(Number.isFinite)).toBe(true);
  expect(title(figure).length).toBeGreaterThan(10);
}

test('soft ranks near the ranks at a low temperature and are all alike at a high one', () => {
  const figure = softRankSlider([0.9, 0.1, 0.5], { temperatures: [0.001, 100] });
  isPlain(figure);
  expect(traces(figure)[0].y).toEqual([1, 3, 2]);
  const soft = stepsOf(figure).steps.map(({ args }) => (args[0] as { y: number[][] }).y[0]);
  expect(soft[0]).toEqual([1, 3, 2]);
  soft[1].forEach((rank) => expect(rank).toBeCloseTo(2, 2));
  expect(traces(figure)[1].y).toEqual(soft[stepsOf(figure).active]);
});

describe('the forces on similarities', () => {
  test('point against the gradient', () => {
    const figure = similarityForces();
    isPlain(figure);
    const { gradient } = rankOrder(traces(figure)[0].x, [0.9, 0.7, 0.6, 0.4], 0.1);
    const arrows = figure.layout.annotations as { x: number; ax: number; y: number }[];
    for (const { x, ax, y } of arrows) expect(Math.sign(x - ax)).toBe(-Math.sign(gradient[4 - y]));
    expect(arrows.length).toBeGreaterThan(1);
  });

  test('move with the slider, as the loss does', () => {
    const { steps } = stepsOf(similarityForces({ moved: 2 }));
    const [{ x, y }] = steps[0].args as [{ x: number[][]; y: number[][] }];
    expect(x[0][2]).toBe(Number(steps[0].label));
    expect(y[1][0]).toBeCloseTo(rankOrder(x[0], [0.9, 0.7, 0.6, 0.4], 0.1).loss, 3);
  });
});

test('a map is drawn state by state', () => {
  const gallery = [0, 0.5, 1];
  const states = [
    { name: '0', gallery, mapped: [0, 0.5, 1] },
    { name: '9', gallery, mapped: [0, 0.2, 1] },
  ];
  const figure = mappingSteps({ gallery: [0.5], query: [0.2] }, states);
  isPlain(figure);
  expect(traces(figure)[2].y).toEqual([0, 0.2, 1]);
  expect(stepsOf(figure).steps.map(({ label, args }) => [label, args[0]])).toEqual([
    ['0', { y: [[0, 0.5, 1]] }],
    ['9', { y: [[0, 0.2, 1]] }],
  ]);
  expect(() => mappingSteps({ gallery: [], query: [] }, [])).toThrow(/needs a state/);
});

describe('capacity', () => {
  const run = (loss: string, parameters: number, mapAsymmetric: number) => ({
    loss,
    parameters,
    mapAsymmetric,
    mapSymmetricGallery: 70,
  });
  const runs = [
    run('regression', 100, 20),
    run('rankOrderPreservation', 100, 30),
    run('regression', 1000, 40),
  ];

  test('is drawn as mAP, as the gap to the gallery model and as a gain, by buttons', () => {
    const figure = capacityGap(runs);
    isPlain(figure);
    const [{ buttons }] = figure.layout.updatemenus as unknown as [
      { buttons: { args: [{ y: number[][] }] }[] },
    ];
    const views = buttons.map(({ args }) => args[0].y);
    const lines = traces(figure).map(({ y }) => y);
    expect(lines).toEqual(views[0]);
    expect(views[1]).toEqual(views[0].map((line) => line.map((map) => 70 - map)));
    expect(views[2].flat().sort((a, b) => a - b)).toEqual([0, 0, 10]);
  });

  test('has no gain where nothing was copied, and no figure without runs', () => {
    const [{ buttons }] = capacityGap([runs[1]]).layout.updatemenus as unknown as [{ buttons: unknown[] }];
    expect(buttons).toHaveLength(2);
    expect(() => capacityGap([])).toThrow(/needs runs/);
  });
});

describe('a query by method', () => {
  const ids = ['q', 'a1', 'a2', 'b1', 'b2'];
  const dataset = {
    records: ids.map((id) => ({ id, label: id === 'q' ? 'a' : id[0] })),
    pixels: (rows: ArrayLike<number>, { size }: { size: number }) =>
      Promise.resolve(new Uint8Array(rows.length * size * size * 3)),
  } as unknown as Dataset;
  const run = (loss: string, queryModel: string[]): Run =>
    ({
      record: { loss },
      manifest: { examples: [{ query: 'q', galleryModel: ['a1', 'a2'], queryModel }] },
    }) as unknown as Run;
  const runs = [run('regression', ['b1', 'a1']), run('rankOrderPreservation', ['a2', 'b2'])];

  test('is put into the order of each model', async () => {
    const figure = rankingByMethod(await queryRankings(dataset, runs));
    isPlain(figure);
    const { steps } = stepsOf(figure);
    expect(steps.map(({ label }) => label)).toEqual([
      'gallery model',
      'Feature regression',
      'Rank order preservation (ours)',
    ]);
    const [first, second] = steps.map(({ args }) => args[0] as Record<string, number>);
    const { images } = figure.layout as { images: { x: number; y: number }[] };
    expect(images).toHaveLength(ids.length);
    // a1, the first picture after the query's, stands first for the gallery model and second for the copy.
    expect([images[1].x, images[1].y]).toEqual([first['images[1].x'], first['images[1].y']]);
    expect(second['images[1].x']).toBeGreaterThan(first['images[1].x']);
    expect(second['images[1].y']).toBe(first['images[1].y']);
    // a2 is not among the copy's first, and goes below.
    expect(second['images[2].y']).toBeGreaterThan(first['images[2].y']);
    expect(second['shapes[2].y0']).toBe(second['images[2].y']);
  });

  test('needs runs that looked at it', async () => {
    await expect(queryRankings(dataset, runs, 'b1')).rejects.toThrow(/no such example in common[^]*b1/);
    await expect(queryRankings(dataset, [])).rejects.toThrow(/in common/);
  });
});

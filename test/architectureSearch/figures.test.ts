import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canRender, closeRenderer } from '../../src/report/plots/renderer.js';
import { choiceDrawing } from '../../src/architectureSearch/figures/choiceDrawing.js';
import { figurePng } from '../../src/report/plots/exportFigure.js';
import { paretoFront, searchProgress } from '../../src/architectureSearch/figures/searchProgress.js';
import { searchRace } from '../../src/architectureSearch/figures/searchRace.js';
import type { Figure } from '../../src/report/plots/figure.js';
import { bestOf } from '../../src/architectureSearch/evolution.js';
import type { SearchLog } from '../../src/architectureSearch/searchLog.js';
import { numbersIn, title } from '../report/plots/figureParts.js';
import { sampleLog } from './sampleLog.js';

let log: SearchLog;
let figures: Record<'progress' | 'race' | 'choices', Figure>;
beforeAll(async () => {
  log = await sampleLog();
  figures = {
    progress: searchProgress(log),
    race: searchRace(log),
    choices: choiceDrawing(log.config.space, log.evolution),
  };
});
afterAll(() => closeRenderer());

type Trace = {
  name?: string;
  x: number[];
  y: (number | string)[];
  z: (number | null)[][];
  visible?: boolean;
};
const traces = (figure: Figure): Trace[] => figure.data as unknown as Trace[];
describe('figures of a search', () => {
  test('are plain JSON with finite numbers, a title and titled axes', () => {
    for (const figure of Object.values(figures)) {
      expect(JSON.parse(JSON.stringify(figure))).toEqual(figure);
      expect(numbersIn(figure).every(Number.isFinite)).toBe(true);
      expect(title(figure).length).toBeGreaterThan(10);
      expect(figure.layout.xaxis!.title!.text).not.toBe('');
    }
  });

  test.skipIf(!canRender())('can be drawn', async () => {
    for (const figure of Object.values(figures)) {
      expect((await figurePng(figure, { scale: 0.3 })).length).toBeGreaterThan(1000);
    }
  });

  test('show every scored path once, by generation, with the front of each', () => {
    const { settings, generations } = {
      settings: log.config.evolution,
      generations: log.config.evolution.generations + 1,
    };
    const [random, ...rest] = traces(figures.progress);
    expect(random.x.length).toBe(log.random.length);
    const points = rest.slice(0, generations);
    expect(points.map(({ x }) => x.length)).toEqual([
      settings.population,
      ...Array<number>(settings.generations).fill(settings.crossover + settings.mutation),
    ]);
    const fronts = rest.slice(generations);
    expect(fronts.map(({ visible }) => visible)).toEqual(fronts.map((_, n) => n === generations - 1));
    const best = bestOf(log.evolution, 1)[0];
    expect(fronts.at(-1)!.y.at(-1)).toBe(best.reward);
  });

  test('step through the generations with their own front', () => {
    const [{ steps }] = figures.progress.layout.sliders as unknown as [
      { steps: { args: [{ visible: boolean[] }] }[] },
    ];
    const count = log.config.evolution.generations + 1;
    expect(steps.length).toBe(count);
    steps.forEach(({ args: [{ visible }] }, shown) => {
      expect(visible.length).toBe(figures.progress.data.length);
      expect(visible.filter(Boolean).length).toBe(1 + (shown + 1) + 1);
      expect(visible[1 + count + shown]).toBe(true);
    });
  });

  test('tell in their titles what came out', () => {
    const [found, drawn] = [log.evolution, log.random].map((list) => bestOf(list, 1)[0].reward);
    expect(title(figures.progress)).toContain(`${found.toFixed(2)} %`);
    expect(title(figures.progress)).toContain(`random ones reach ${drawn.toFixed(2)} %`);
    expect(title(figures.race)).toMatch(/^Evolution needs \d+ paths to pass the best of \d+ random ones$/);
    expect(title(searchRace({ ...log, evolution: log.random, random: log.evolution }))).toMatch(
      /^Evolution ends [\d.]+ points below/,
    );
    expect(title(figures.choices)).toMatch(/^The best network scores [\d.]+ % with [\d.]+ MFLOPs per query$/);
  });

  test('leave out what a block cannot take, and add up to all of the best paths', () => {
    const [{ z }, line] = traces(figures.choices);
    expect(z.at(-1)!.map((share) => share === null)).toEqual([
      true,
      false,
      false,
      true,
      false,
      false,
      true,
      false,
      false,
    ]);
    for (let block = 0; block < 9; block++) {
      const sum = z.reduce((total, row) => total + (row[block] ?? 0), 0);
      expect(Math.abs(sum - 100)).toBeLessThanOrEqual(2);
    }
    expect(line.y.length).toBe(9);
  });

  test('draw a front that nothing beats at its price', () => {
    const points = [
      { flops: 3, reward: 1 },
      { flops: 1, reward: 2 },
      { flops: 2, reward: 2 },
      { flops: 4, reward: 5 },
      { flops: 4, reward: 4 },
    ];
    expect(paretoFront(points)).toEqual([points[1], points[3]]);
  });
});

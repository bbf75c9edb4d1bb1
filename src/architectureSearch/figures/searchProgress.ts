import type { Data, Layout } from 'plotly.js-dist-min';
import type { SearchEvaluation, SearchLog } from '../searchLog.js';
import { bestOf } from '../evolution.js';
import { axis, composeFigure, type Figure, type FigureOptions } from '../../report/plots/figure.js';
import { percent } from '../../report/plots/formatting.js';
import { fonts, ink } from '../../report/plots/theme.js';

/** What the figure reads of a search. */
export type SearchCourse = Pick<SearchLog, 'evolution' | 'random'> & {
  config: Pick<SearchLog['config'], 'budget' | 'reward'>;
};

const strong = '#D55E00';
const colorscale: [number, string][] = [
  [0, '#B9D9F2'],
  [0.5, '#3B83BD'],
  [1, '#08306B'],
];

/**
 * Every scored path, its reward against its operations, coloured by generation; with the Pareto front of the evolution,
 * the budget and the random baseline. A slider steps through the generations.
 */
export function searchProgress(log: SearchCourse, options: FigureOptions = {}): Figure {
  const { evolution, random, config } = log;
  const last = Math.max(...evolution.map(({ generation }) => generation));
  const generations = Array.from({ length: last + 1 }, (_, generation) => generation);
  const all = [...evolution, ...random];
  return composeFigure({
    title: options.title ?? finding(log),
    subtitle:
      options.subtitle ??
      'A point per path, scored on the validation classes with the weights of the supernet; dashed: the budget',
    data: [
      points(random, {
        name: `${random.length} random paths`,
        marker: { symbol: 'x-thin', size: 8, color: ink.neutral, line: { color: ink.neutral, width: 1.5 } },
      }),
      ...generations.map((generation) =>
        points(
          evolution.filter((one) => one.generation === generation),
          {
            name: `generation ${generation}`,
            showlegend: false,
            marker: {
              size: 10,
              color: evolution.flatMap((one) => (one.generation === generation ? [generation] : [])),
              colorscale,
              cmin: 0,
              cmax: Math.max(1, last),
              line: { color: ink.paper, width: 0.5 },
              ...(generation === 0 && { showscale: true, colorbar: colorbar(last) }),
            },
          },
        ),
      ),
      ...generations.map((generation) => front(upTo(evolution, generation), generation === last)),
    ],
    legendRows: 1,
    height: 560,
    headRoom: 38,
    layout: {
      xaxis: axis('Operations per query picture', 'MFLOPs', {
        range: rangeOf([...all.map(flopsOf), config.budget / 1e6]),
      }),
      yaxis: axis(`Reward: ${rewardNames[config.reward]}`, '%', {
        range: rangeOf(all.map(({ reward }) => reward)),
      }),
      shapes: [budgetLine(config.budget / 1e6)],
      legend: { orientation: 'h', x: 0, y: 1.01, yanchor: 'bottom', font: { size: fonts.legend } },
      ...slider(generations),
    },
  });
}

/** Names of the rewards as they stand on an axis. */
export const rewardNames = {
  asymmetric: 'asymmetric mAP',
  symmetric: 'symmetric mAP',
  product: 'product of both mAPs',
} as const;

/** The paths to which no other has a higher reward at no more operations, the cheapest first. */
export function paretoFront<One extends { reward: number; flops: number }>(
  evaluations: readonly One[],
): One[] {
  let highest = -Infinity;
  return [...evaluations]
    .sort((a, b) => a.flops - b.flops || b.reward - a.reward)
    .filter(({ reward }) => {
      if (reward <= highest) return false;
      highest = reward;
      return true;
    });
}

const flopsOf = ({ flops }: { flops: number }): number => Number((flops / 1e6).toPrecision(5));

const upTo = (evolution: readonly SearchEvaluation[], generation: number): SearchEvaluation[] =>
  evolution.filter((one) => one.generation <= generation);

function points(evaluations: readonly SearchEvaluation[], look: Partial<Data>): Partial<Data> {
  return {
    type: 'scatter',
    mode: 'markers',
    x: evaluations.map(flopsOf),
    y: evaluations.map(({ reward }) => reward),
    text: evaluations.map(({ operator, generation }) => `${operator}, generation ${generation}`),
    hovertemplate: '%{text}<br>%{x} MFLOPs: %{y:.2f} %',
    ...look,
  } as Partial<Data>;
}

function front(evaluations: readonly SearchEvaluation[], visible: boolean): Partial<Data> {
  const steps = paretoFront(evaluations);
  return {
    type: 'scatter',
    mode: 'lines',
    name: 'Pareto front',
    visible,
    x: steps.map(flopsOf),
    y: steps.map(({ reward }) => reward),
    line: { color: strong, width: 2.5, shape: 'hv' },
    hoverinfo: 'skip',
  };
}

function colorbar(last: number) {
  return {
    title: { text: 'generation', side: 'right' as const, font: { size: fonts.note } },
    thickness: 14,
    len: 0.9,
    outlinewidth: 0,
    tickmode: 'array' as const,
    tickvals: [0, Math.round(last / 2), last],
  };
}

function budgetLine(x: number): NonNullable<Layout['shapes']>[number] {
  return {
    type: 'line',
    x0: x,
    x1: x,
    y0: 0,
    y1: 1,
    yref: 'paper',
    line: { color: ink.text, width: 1.5, dash: 'dash' },
  };
}

function rangeOf(values: readonly number[]): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const margin = 0.05 * (high - low || 1);
  return [low - margin, high + margin];
}

/** Each position shows the generations up to one, with their front; the first trace, the random paths, stays. */
function slider(generations: readonly number[]): Partial<Layout> {
  return {
    sliders: [
      {
        active: generations.length - 1,
        currentvalue: { prefix: 'up to generation ', font: { size: fonts.axis } },
        x: 0,
        len: 1,
        y: 0,
        pad: { t: 72 },
        steps: generations.map((shown) => ({
          label: String(shown),
          method: 'restyle' as const,
          args: [
            {
              visible: [
                true,
                ...generations.map((generation) => generation <= shown),
                ...generations.map((generation) => generation === shown),
              ],
            },
          ],
        })),
      },
    ],
  };
}

function finding({ evolution, random }: SearchCourse): string {
  const [found, drawn] = [bestOf(evolution, 1)[0], bestOf(random, 1)[0]];
  if (!found || !drawn) return 'Dearer networks of the space score higher';
  return `Evolution finds a network of ${percent(found.reward, 2)}, ${random.length} random ones reach ${percent(drawn.reward, 2)}`;
}

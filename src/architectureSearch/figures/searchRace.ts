import type { Data } from 'plotly.js-dist-min';
import type { SearchLog } from '../searchLog.js';
import { axis, composeFigure, legendRowsFor, type Figure, type FigureOptions } from '../../report/plots/figure.js';
import { decimals } from '../../report/plots/formatting.js';
import { rewardNames, type SearchCourse } from './searchProgress.js';
import { ink } from '../../report/plots/theme.js';

/** What the figure reads of a search. */
export type SearchRaceLog = SearchCourse & Pick<SearchLog, 'handMade'>;

const dashes = ['dot', 'dash', 'dashdot'] as const;

/** The best reward so far against the number of scored paths, by evolution and at random, with the hand-made networks. */
export function searchRace(log: SearchRaceLog, options: FigureOptions = {}): Figure {
  const { evolution, random, handMade, config } = log;
  const within = handMade.filter(({ flops }) => flops <= config.budget);
  const length = Math.max(evolution.length, random.length);
  return composeFigure({
    title: options.title ?? finding(log),
    subtitle:
      options.subtitle ??
      'Both searches draw on the same supernet and the same budget; grey: hand-made networks within it',
    data: [
      ...within.map(({ name, reward }, n): Partial<Data> => ({
        type: 'scatter',
        mode: 'lines',
        name,
        x: [1, length],
        y: [reward, reward],
        line: { color: ink.neutral, width: 2, dash: dashes[n % dashes.length] },
      })),
      best('random paths', random, '#E69F00'),
      best('evolution', evolution, '#0072B2'),
    ],
    legendRows: legendRowsFor(2 + within.length),
    layout: {
      xaxis: axis('Paths scored'),
      yaxis: axis(`Best reward so far: ${rewardNames[config.reward]}`, '%'),
    },
  });
}

function best(name: string, list: readonly { reward: number }[], color: string): Partial<Data> {
  return {
    type: 'scatter',
    mode: 'lines',
    name,
    x: list.map((_, n) => n + 1),
    y: bestSoFar(list),
    line: { color, width: 3, shape: 'hv' },
    hovertemplate: '%{x} paths: %{y:.2f} %',
  };
}

function bestSoFar(list: readonly { reward: number }[]): number[] {
  let highest = -Infinity;
  return list.map(({ reward }) => (highest = Math.max(highest, reward)));
}

/** After how many paths evolution stands where the random search ends. */
function finding({ evolution, random }: SearchRaceLog): string {
  const end = bestSoFar(random).at(-1);
  const top = bestSoFar(evolution).at(-1);
  if (end === undefined || top === undefined) return 'Scoring more paths finds better networks';
  const overtakes = bestSoFar(evolution).findIndex((reward) => reward > end) + 1;
  return overtakes > 0
    ? `Evolution needs ${overtakes} paths to pass the best of ${random.length} random ones`
    : `Evolution ends ${decimals(end - top, 2)} points below the best of ${random.length} random paths`;
}

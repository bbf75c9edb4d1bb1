import type { Data } from 'plotly.js-dist-min';
import { escapeHtml } from '../../base/escapeHtml.js';
import type { Run } from '../../experiments/runOptions.js';
import {
  axis,
  composeFigure,
  legendRowsFor,
  type Figure,
  type FigureOptions,
} from '../../report/plots/figure.js';
import { levelLine } from '../../report/plots/levelLine.js';
import { decimals } from '../../report/plots/formatting.js';
import { toMarkdownTable } from '../../report/tables/writeTable.js';
import { mean } from '../../retrieval/metrics/bootstrap.js';
import { methodLabel, methodLooks } from '../methods/looks.js';
import { candidates, type CandidateName } from './candidates.js';

/** Between a system and the ranker whose lists it learnt, in the method of a run. */
const between = ': ';

/** How a system on the lists of one of many rankers is called in results. */
export const worthMethod = (system: string, candidate: string): string => `${system}${between}${candidate}`;

/** A system trained on the lists of one ranker. */
export interface ListWorth {
  system: string;
  ranker: CandidateName;
  /** mAP of its lists of the training pictures, per cent. */
  lists: number;
  /** Asymmetric mAP of the trained query model, per cent. */
  mapAsymmetric: number;
}

/** What the lists of rankers were worth to the systems that learnt them, poorest lists first. */
export function listWorths(runs: readonly Run[]): ListWorth[] {
  return runs
    .flatMap(({ record, manifest }): ListWorth[] => {
      const at = record.loss.indexOf(between);
      const ranker = record.loss.slice(at + between.length);
      const [quality] = manifest.lists ?? [];
      if (at < 0 || !quality || !Object.hasOwn(candidates, ranker)) return [];
      return [
        {
          system: record.loss.slice(0, at),
          ranker: ranker as CandidateName,
          lists: quality.meanAveragePrecision,
          mapAsymmetric: record.mapAsymmetric,
        },
      ];
    })
    .sort((a, b) => a.lists - b.lists);
}

/** mAP of the trained query model against mAP of the lists that it learnt, a straight line through the marks of each system. */
export function worthCurve(
  worths: readonly ListWorth[],
  { rival, ...options }: FigureOptions & { rival?: number } = {},
): Figure {
  const systems = [...new Set(worths.map(({ system }) => system))];
  const looks = methodLooks(systems);
  const slopes = slopesOf(worths);
  const traces = systems.flatMap((system): Partial<Data>[] => {
    const own = worths.filter((worth) => worth.system === system);
    const { color, symbol } = looks.get(system)!;
    const ends = [own[0]!.lists, own.at(-1)!.lists];
    const middle = { x: meanOf(own, 'lists'), y: meanOf(own, 'mapAsymmetric') };
    return [
      {
        type: 'scatter',
        mode: 'markers',
        name: escapeHtml(methodLabel(system)),
        x: own.map(({ lists }) => lists),
        y: own.map(({ mapAsymmetric }) => mapAsymmetric),
        text: own.map(({ ranker }) => escapeHtml(ranker)),
        hovertemplate: '%{text}<br>lists %{x:.1f}, query model %{y:.1f}',
        marker: { color, symbol, size: 10 },
      },
      {
        type: 'scatter',
        mode: 'lines',
        x: ends,
        y: ends.map((x) => middle.y + slopes.get(system)! * (x - middle.x)),
        line: { color, width: 1.5 },
        hoverinfo: 'skip',
        showlegend: false,
      },
    ];
  });
  return composeFigure({
    title: options.title ?? finding(slopes),
    subtitle:
      options.subtitle ??
      'Each mark: the lists of one ranker, the same settings, one seed; dashed: CSD, which learns from the gallery model alone',
    data: traces,
    legendRows: legendRowsFor(systems.length),
    layout: {
      xaxis: axis('mAP of the lists of the training pictures (%)'),
      yaxis: axis('Asymmetric mAP of the query model (%)'),
      ...(rival !== undefined && {
        shapes: [levelLine(rival)],
      }),
    },
  });
}

/** What better lists are worth to the system that gains the most, by a straight line through its points. */
function finding(slopes: ReadonlyMap<string, number>): string {
  const [system, slope] = [...slopes].reduce((a, b) => (b[1] > a[1] ? b : a));
  return `${methodLabel(system)}: ${decimals(10 * slope, 1)} points for every 10 of its lists`;
}

const meanOf = (worths: readonly ListWorth[], key: 'lists' | 'mapAsymmetric'): number =>
  mean(worths.map((worth) => worth[key]));

/** Points of the query model's mAP for each point of its lists' mAP, by least squares, for every system. */
export function slopesOf(worths: readonly ListWorth[]): Map<string, number> {
  const systems = new Set(worths.map(({ system }) => system));
  return new Map(
    Array.from(systems, (system) => {
      const own = worths.filter((worth) => worth.system === system);
      const [x, y] = [meanOf(own, 'lists'), meanOf(own, 'mapAsymmetric')];
      const spread = mean(own.map(({ lists }) => (lists - x) ** 2));
      const together = mean(own.map(({ lists, mapAsymmetric }) => (lists - x) * (mapAsymmetric - y)));
      return [system, together / spread];
    }),
  );
}

/** What the lists of every ranker are worth: a row a ranker, a column a system. */
export function worthSection(worths: readonly ListWorth[]): string {
  if (worths.length === 0) return 'Not run yet.';
  const systems = [...new Set(worths.map(({ system }) => system))];
  const rankers = [...new Set(worths.map(({ ranker }) => ranker))];
  const rows = rankers.map((ranker) => {
    const own = worths.filter((worth) => worth.ranker === ranker);
    return {
      ranker,
      lists: own[0]!.lists,
      ...Object.fromEntries(own.map(({ system, mapAsymmetric }) => [system, mapAsymmetric])),
    };
  });
  return toMarkdownTable(rows, [
    { key: 'ranker' },
    { key: 'lists', label: 'mAP of its lists %', digits: 1 },
    ...systems.map((key) => ({ key, label: methodLabel(key), digits: 1 })),
  ]);
}

import type { Data } from 'plotly.js-dist-min';
import { escapeHtml } from '../../base/escapeHtml.js';
import {
  axis,
  composeFigure,
  legendRowsFor,
  type Figure,
  type FigureOptions,
} from '../../report/plots/figure.js';
import { levelLine } from '../../report/plots/levelLine.js';
import { decimals } from '../../report/plots/formatting.js';
import { inLegendOrder, methodLabel, methodLooks, nameInTitle } from '../methods/looks.js';
import type { SystemGain } from './gains.js';

/** Room between the systems of one query model, in units of the axis. */
const step = 0.1;

/** Points of mAP by which each system is ahead of the best-set distillation, for every query model, with intervals. */
export function gainCurve(gains: readonly SystemGain[], options: FigureOptions = {}): Figure {
  const models = [...new Set(gains.map(({ queryModel }) => queryModel))];
  const systems = inLegendOrder(gains.map(({ system }) => system));
  const looks = methodLooks(systems);
  const traces = systems.map((system, at): Partial<Data> => {
    const own = gains.filter((gain) => gain.system === system);
    const { color, symbol } = looks.get(system)!;
    const shift = step * (at - (systems.length - 1) / 2);
    return {
      type: 'scatter',
      mode: 'markers',
      name: escapeHtml(methodLabel(system)),
      x: own.map(({ queryModel }) => models.indexOf(queryModel) + shift),
      y: own.map(({ gain }) => gain),
      error_y: {
        type: 'data',
        symmetric: false,
        array: own.map(({ gain, overClasses }) => overClasses[1] - gain),
        arrayminus: own.map(({ gain, overClasses }) => gain - overClasses[0]),
        thickness: 1.5,
        width: 3,
        color,
      },
      marker: { color, symbol, size: 10 },
      text: own.map(({ overQueries: [low, high] }) => `${decimals(low, 1)} to ${decimals(high, 1)}`),
      hovertemplate: '%{y:.1f} points (over queries %{text})',
    };
  });
  return composeFigure({
    title: options.title ?? finding(gains),
    subtitle:
      options.subtitle ??
      'Points of asymmetric mAP more than CSD, both as validation set them; bars: 95 % interval over classes',
    data: traces,
    legendRows: legendRowsFor(systems.length),
    layout: {
      xaxis: axis('Query model', undefined, {
        tickvals: models.map((_, at) => at),
        ticktext: models,
        range: [-0.6, models.length - 0.4],
      }),
      yaxis: axis('Points of mAP more than CSD'),
      shapes: [levelLine(0)],
    },
  });
}

/** By how much the best system is ahead with the query models. */
function finding(gains: readonly SystemGain[]): string {
  const best = gains.reduce((a, b) => (b.gain > a.gain ? b : a)).system;
  const own = gains.filter(({ system }) => system === best).map(({ gain }) => gain);
  const [low, high] = [Math.min(...own), Math.max(...own)].map((gain) => decimals(gain, 1));
  return `${nameInTitle(best)}: ${low === high ? low : `${low} to ${high}`} points more than CSD`;
}

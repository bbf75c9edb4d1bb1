import type { Data } from 'plotly.js-dist-min';
import { allFamilies, familyOf } from '../methods/families.js';
import { composeFigure, legendRowsFor, type Figure } from '../../report/plots/figure.js';
import type { MethodSeries } from './methodSeries.js';
import { methodLines } from './methodTraces.js';
import { panelAxisNames, panelGrid, panelPlotHeight, type PanelAxes } from '../../report/plots/panelGrid.js';
import { ink } from '../../report/plots/theme.js';

interface FamilyPanelParts {
  title: string;
  subtitle: string;
  axes: PanelAxes;
  /** Whether the points of a method are joined. */
  joined: boolean;
}

/** A panel per family, its methods in their own looks and all other methods in grey behind them. */
export function familyPanels(series: readonly MethodSeries[], parts: FamilyPanelParts): Figure {
  const { title, subtitle, axes, joined } = parts;
  const panels = allFamilies
    .map((family) => ({ family, own: series.filter(({ method }) => familyOf(method) === family) }))
    .filter(({ own }) => own.length > 0);
  const data = panels.flatMap(({ own }, at) => {
    const others = series.filter((one) => !own.includes(one)).map((one) => inGrey(one, joined));
    const front = methodLines(own, { spread: 'none', unit: ' %' });
    const drawn = joined ? front : front.map((trace) => ({ ...trace, mode: 'markers' }));
    return [...others, ...drawn].map((trace) => ({ ...trace, ...panelAxisNames(at) }));
  });
  return composeFigure({
    title,
    subtitle,
    data,
    legendRows: legendRowsFor(series.length),
    plotHeight: panelPlotHeight(panels.length),
    headRoom: 34,
    layout: panelGrid(
      panels.map(({ family }) => `<b>${family.label}</b>`),
      axes,
    ),
  });
}

function inGrey({ points }: MethodSeries, joined: boolean): Partial<Data> {
  return {
    type: 'scatter',
    mode: joined ? 'lines' : 'markers',
    showlegend: false,
    hoverinfo: 'skip',
    x: points.map(({ x }) => x),
    y: points.map(({ y }) => y),
    line: { color: ink.faint, width: 1.5 },
    marker: { color: ink.faint, size: 6 },
  };
}

import type { Data } from 'plotly.js-dist-min';
import { allFamilies, familyOf } from '../methods/families.js';
import { composeFigure, legendRowsFor, type Figure } from '../../report/plots/figure.js';
import type { MethodSeries } from './methodSeries.js';
import { methodLines } from './methodTraces.js';
import { panelAxisNames, panelGrid, type PanelAxes } from '../../report/plots/panelGrid.js';
import { ink } from '../../report/plots/theme.js';

interface FamilyPanelParts {
  title: string;
  subtitle: string;
  axes: PanelAxes;
  /** Whether the points of a method are joined. */
  joined: boolean;
}

/** Panels side by side in one figure, and their height in pixels, which leaves room for the legend of all methods. */
const [together, panelHeight] = [4, 200];

/** Families with their methods, as many as one figure shows. */
export interface FamilyPart {
  shown: MethodSeries[];
  /** Whether there are families in other parts. */
  isWhole: boolean;
}

/** The series of one figure of several: the first four families that are there, the next four and so on. */
export function familyPart(series: readonly MethodSeries[], part: number): FamilyPart {
  const present = allFamilies.filter((family) => series.some(({ method }) => familyOf(method) === family));
  const families = present.slice(together * part, together * (part + 1));
  const shown = series.filter(({ method }) => families.includes(familyOf(method)));
  return { shown, isWhole: shown.length === series.length };
}

/**
 * A panel per family, its methods in their own looks and all other methods in grey behind them; nothing without any.
 * @param shown the methods whose families have a panel
 */
export function familyPanels(
  series: readonly MethodSeries[],
  shown: readonly MethodSeries[],
  parts: FamilyPanelParts,
): Figure | undefined {
  if (shown.length === 0) return undefined;
  const { title, subtitle, axes, joined } = parts;
  const panels = allFamilies
    .map((family) => ({ family, own: shown.filter(({ method }) => familyOf(method) === family) }))
    .filter(({ own }) => own.length > 0);
  const data = panels.flatMap(({ own }, at) => {
    const others = series.filter((one) => !own.includes(one)).map((one) => inGrey(one, joined));
    const front = methodLines(own, { spread: 'none', unit: ' %' });
    const drawn = joined ? front : front.map((trace) => ({ ...trace, mode: 'markers' }));
    return [...others, ...drawn].map((trace) => ({ ...trace, ...panelAxisNames(at) }));
  });
  const titles = panels.map(({ family }) => ({ title: family.label }));
  return composeFigure({
    ...panelGrid(titles, axes, panelHeight),
    title,
    subtitle,
    data,
    legendRows: legendRowsFor(shown.length),
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

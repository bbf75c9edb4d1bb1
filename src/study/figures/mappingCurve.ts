import type { Data } from 'plotly.js-dist-min';
import { escapeHtml } from '../../base/escapeHtml.js';
import { axis, composeFigure, legendRowsFor, type Figure, type FigureOptions } from '../../report/plots/figure.js';
import { decimals } from '../../report/plots/formatting.js';
import { ink } from '../../report/plots/theme.js';
import { isKnown, methodLooks, nameInTitle } from '../methods/looks.js';

/** A map from gallery similarities to query similarities, as points in ascending order. */
export interface MapCurve {
  /** Id of a method, which decides colour and label, or any other name; curves of one name are told apart by nothing. */
  name: string;
  gallery: readonly number[];
  mapped: readonly number[];
}

/** Maps from gallery to query similarity, against the identity that feature regression asks for. */
export function mappingCurve(curves: readonly MapCurve[], options: FigureOptions = {}): Figure {
  const span = spanOf(curves.flatMap((curve) => [...curve.gallery]));
  return composeFigure({
    title: options.title ?? finding(curves),
    subtitle: options.subtitle,
    data: [identityLine(span, {}), ...curveLines(curves)],
    legendRows: legendRowsFor(new Set(curves.map(({ name }) => name)).size + 1),
    layout: {
      xaxis: axis('Gallery similarity t', 'cosine'),
      yaxis: axis('Similarity asked for, m(t)'),
    },
  });
}

/** A line per map in the colour of its method, an entry of the legend for each method. */
export function curveLines(
  curves: readonly MapCurve[],
  looks = methodLooks(curves.map(({ name }) => name)),
): Partial<Data>[] {
  return curves.map(({ name, gallery, mapped }, at) => ({
    type: 'scatter',
    mode: 'lines',
    name: escapeHtml(looks.get(name)!.label),
    legendgroup: `map ${name}`,
    showlegend: curves.findIndex((curve) => curve.name === name) === at,
    x: [...gallery],
    y: [...mapped],
    line: {
      color: looks.get(name)!.color,
      width: curves.some((c, n) => n !== at && c.name === name) ? 2 : 3,
    },
  }));
}

/** The dashed diagonal. */
export function identityLine([low, high]: readonly [number, number], more: Partial<Data>): Partial<Data> {
  const line: Partial<Data> = {
    type: 'scatter',
    mode: 'lines',
    name: 'Identity',
    legendgroup: 'identity',
    x: [low, high],
    y: [low, high],
    line: { color: ink.reference, width: 1.5, dash: 'dash' },
    hoverinfo: 'skip',
  };
  return { ...line, ...more } as Partial<Data>;
}

/** Smallest and largest value; [0, 1] for none. */
export function spanOf(values: readonly number[]): [number, number] {
  return values.length > 0 ? [Math.min(...values), Math.max(...values)] : [0, 1];
}

function finding(curves: readonly MapCurve[]): string {
  const gaps = curves.flatMap(({ name, gallery, mapped }) =>
    gallery.map((t, i) => ({ name, t, gap: mapped[i]! - t })),
  );
  const widest = gaps.reduce<(typeof gaps)[number] | undefined>(
    (best, one) => (!best || Math.abs(one.gap) > Math.abs(best.gap) ? one : best),
    undefined,
  );
  if (!widest) return 'A monotone map keeps the order and bends the similarities';
  const by = `the similarity by up to ${decimals(Math.abs(widest.gap), 2)}`;
  if (isKnown(widest.name)) return `${nameInTitle(widest.name)} ${widest.gap < 0 ? 'lowers' : 'raises'} ${by}`;
  // Names of curves that are not methods say nothing without the curves beside them.
  return `A monotone map may ${widest.gap < 0 ? 'lower' : 'raise'} ${by}`;
}

import type { Data } from 'plotly.js-dist-min';
import { mean } from '../../retrieval/metrics/bootstrap.js';
import { correlation } from '../../report/plots/correlation.js';
import { composeFigure, type Figure, type FigureOptions } from '../../report/plots/figure.js';
import { decimals } from '../../report/plots/formatting.js';
import { curveLines, identityLine, spanOf, type MapCurve } from './mappingCurve.js';
import { panelAxisNames, panelGrid, type PanelWords } from '../../report/plots/panelGrid.js';
import { translucent } from '../../report/plots/theme.js';
import { methodLabel, methodLooks, nameInTitle } from '../methods/looks.js';

/** The similarities of the same pictures under both models, and maps drawn over them. */
export interface ScorePanel {
  /** Id of the method. */
  loss: string;
  similarityPairs: { gallery: readonly number[]; query: readonly number[] };
  curves?: readonly MapCurve[];
}

/** Query similarity against gallery similarity, a panel per method (both are cosines), with the identity dashed. */
export function scoreScatter(panels: readonly ScorePanel[], options: FigureOptions = {}): Figure {
  const spanX = spanOf(panels.flatMap((panel) => [...panel.similarityPairs.gallery]));
  const spanY = spanOf(panels.flatMap((panel) => [...panel.similarityPairs.query]));
  const lines = panels.flatMap((panel) => panel.curves ?? []);
  const looks = methodLooks([...panels.map((panel) => panel.loss), ...lines.map((line) => line.name)]);
  const seen = new Set<string>();
  const data = panels.flatMap((panel, at): Partial<Data>[] => {
    const axes = panelAxisNames(at);
    const curves = panel.curves ?? [];
    const drawn = curveLines(curves, looks).map((line, c) => ({
      ...line,
      ...axes,
      showlegend: !seen.has(curves[c]!.name),
    }));
    curves.forEach((curve) => seen.add(curve.name));
    return [
      dots(panel, translucent(looks.get(panel.loss)!.color, 0.4), axes),
      identityLine(spanX, { ...axes, showlegend: at === 0 }),
      ...drawn,
    ];
  });
  const grid = panelGrid(panels.map(panelWords), {
    xTitle: 'Gallery similarity t',
    yTitle: 'Query similarity s',
    xRange: padded(spanX),
    yRange: padded(spanY),
  });
  return composeFigure({
    ...grid,
    title: options.title ?? finding(panels),
    subtitle: options.subtitle ?? 'One point per pair of a test query and a gallery picture; dashed: equal similarities',
    data,
    legendRows: 1,
  });
}

function dots(panel: ScorePanel, color: string, axes: { xaxis: 'x'; yaxis: 'y' }): Partial<Data> {
  return {
    type: 'scatter',
    mode: 'markers',
    showlegend: false,
    x: [...panel.similarityPairs.gallery],
    y: [...panel.similarityPairs.query],
    marker: { color, size: 6 },
    hovertemplate: 't = %{x:.2f}, s = %{y:.2f}<extra></extra>',
    ...axes,
  };
}

function panelWords({ loss, similarityPairs: { gallery, query } }: ScorePanel): PanelWords {
  return { title: methodLabel(loss), note: `Spearman ${decimals(correlation(gallery, query).spearman, 2)}` };
}

function padded([low, high]: [number, number]): [number, number] {
  const margin = 0.04 * (high - low || 1);
  return [low - margin, high + margin];
}

function finding(panels: readonly ScorePanel[]): string {
  const gaps = panels
    .map(({ loss, similarityPairs: { gallery, query } }) => ({
      name: nameInTitle(loss),
      gap: mean(gallery.map((t, i) => Math.abs(query[i]! - t))),
    }))
    .sort((a, b) => a.gap - b.gap);
  const nearest = gaps[0];
  if (!nearest) return 'Query models change the similarities';
  const off = `${decimals(nearest.gap, 2)} off`;
  return gaps.length > 1
    ? `${nearest.name} stays closest to the gallery's scores, ${off}`
    : `${nearest.name} is ${off} the gallery's scores on average`;
}

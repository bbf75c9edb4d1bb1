import type { Data } from 'plotly.js-dist-min';
import type { RunRecord } from '../../experiments/runRecord.js';
import { mean } from '../../retrieval/metrics/bootstrap.js';
import { escapeHtml } from '../../base/escapeHtml.js';
import { axis, composeFigure, type Figure, type FigureOptions } from '../../report/plots/figure.js';
import { decimals } from '../../report/plots/formatting.js';
import { rowColumns, rowsHeight } from '../../report/plots/rowColumns.js';
import { ink } from '../../report/plots/theme.js';
import { methodLabel, nameWithin } from '../methods/looks.js';

/** What the figure reads of a run's record. */
export type TreatmentRun = Pick<RunRecord, 'loss' | 'galleryTreatment' | 'mapAsymmetric'>;

/** How the treatments of the gallery's vectors are named and drawn, in this order. */
const looks = [
  { id: 'raw', label: 'raw', inTitle: 'Nothing', color: ink.text, symbol: 'circle' },
  { id: 'centred', label: 'centred', inTitle: 'Centring', color: '#0072B2', symbol: 'diamond' },
  { id: 'pca', label: 'PCA-whitened', inTitle: 'PCA whitening', color: '#E69F00', symbol: 'square' },
  { id: 'lda', label: 'LDA-whitened', inTitle: 'LDA whitening', color: '#009E73', symbol: 'triangle-up' },
] as const;

interface Line {
  method: string;
  /** Mean over the seeds by treatment. */
  maps: Map<string, number>;
}

/** Asymmetric mAP of each method with every treatment of the gallery's vectors: a line per method, a dot per treatment. */
export function treatmentDots(runs: readonly TreatmentRun[], options: FigureOptions = {}): Figure {
  const lines = linesOf(runs);
  const present = looks.filter(({ id }) => lines.some(({ maps }) => maps.has(id)));
  const { columns, rows, layout } = rowColumns(lines.map(rowName), axis('Asymmetric mAP', '%', { range: rangeOf(lines) }));
  return composeFigure({
    title: options.title ?? finding(lines),
    subtitle:
      options.subtitle ??
      'Gallery vectors raw, centred, and whitened without and with labels; means over seeds',
    data: columns.flatMap(({ names, axes }, at) => {
      const own = lines.filter((line) => names.has(rowName(line)));
      return [...own.map(span), ...present.map((look) => dots(own, look, at === 0))].map((trace) => ({ ...trace, ...axes }));
    }),
    legendRows: 2,
    plotHeight: rowsHeight(rows, 38, 340),
    layout,
  });
}

const rowName = ({ method }: Line): string => escapeHtml(methodLabel(method));

/** A line from a method's lowest mAP to its highest. */
function span(line: Line): Partial<Data> {
  const values = [...line.maps.values()];
  return {
    type: 'scatter',
    mode: 'lines',
    showlegend: false,
    hoverinfo: 'skip',
    x: [Math.min(...values), Math.max(...values)],
    y: [rowName(line), rowName(line)],
    line: { color: ink.axis, width: 3 },
  };
}

/** A dot for every method that was run with a treatment. */
function dots(
  lines: readonly Line[],
  { id, label, color, symbol }: (typeof looks)[number],
  showlegend: boolean,
): Partial<Data> {
  const present = lines.filter(({ maps }) => maps.has(id));
  return {
    type: 'scatter',
    mode: 'markers',
    name: label,
    legendgroup: id,
    showlegend,
    x: present.map(({ maps }) => maps.get(id)!),
    y: present.map(rowName),
    marker: { color, symbol, size: 12, line: { color: ink.paper, width: 1 } },
    hovertemplate: '%{y}: %{x:.1f} %',
  };
}

function rangeOf(lines: readonly Line[]): [number, number] {
  const values = lines.flatMap(({ maps }) => [...maps.values()]);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const margin = 0.06 * (high - low || 1);
  return [low - margin, high + margin];
}

/** Methods that were run with a treatment, those with the lowest mAP on raw vectors first. */
function linesOf(runs: readonly TreatmentRun[]): Line[] {
  const methods = [...new Set(runs.map((run) => run.loss))];
  const lines = methods.map((method): Line => {
    const own = runs.filter((run) => run.loss === method);
    const treatments = [...new Set(own.map((run) => run.galleryTreatment))];
    const maps = treatments.map((treatment): [string, number] => {
      const values = own.filter((run) => run.galleryTreatment === treatment).map((run) => run.mapAsymmetric);
      return [treatment, mean(values)];
    });
    return { method, maps: new Map(maps) };
  });
  return lines
    .filter(({ maps }) => maps.size > 1)
    .sort((a, b) => (a.maps.get('raw') ?? 0) - (b.maps.get('raw') ?? 0));
}

/** Whom the strongest treatment helps most. */
function finding(lines: readonly Line[]): string {
  const strongest = [...looks]
    .reverse()
    .find(({ id }) => id !== 'raw' && lines.some(({ maps }) => maps.has(id)));
  const gains = lines
    .flatMap(({ method, maps }) => {
      const [raw, treated] = [maps.get('raw'), strongest && maps.get(strongest.id)];
      return raw === undefined || treated === undefined ? [] : [{ method, gain: treated - raw }];
    })
    .sort((a, b) => b.gain - a.gain);
  const most = gains[0];
  if (!strongest || !most) return 'The treatment of the gallery decides how much is found';
  if (most.gain <= 0) return `${strongest.inTitle} of the gallery helps no method`;
  return `${strongest.inTitle} helps ${nameWithin(most.method)} most, by ${decimals(most.gain)} points`;
}

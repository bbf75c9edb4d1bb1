import type { Data, Layout } from 'plotly.js-dist-min';
import type { RunRecord } from '../../experiments/runRecord.js';
import { correlation, describeCorrelation, type Correlation } from '../../report/plots/correlation.js';
import { escapeHtml } from '../../base/escapeHtml.js';
import { allFamilies, familyOf } from '../methods/families.js';
import { axis, composeFigure, legendRowsFor, type Figure, type FigureOptions } from '../../report/plots/figure.js';
import { decimals } from '../../report/plots/formatting.js';
import { markerOf } from '../../report/plots/markers.js';
import type { Look } from '../../report/plots/look.js';
import { fonts, ink } from '../../report/plots/theme.js';
import { inLegendOrder, methodLabel, methodLooks } from '../methods/looks.js';

type Depth = 5 | 10 | 20 | 50 | 100;

/** What the scatter reads of a run's record. */
export type PredictorRun = Pick<RunRecord, 'loss' | 'mapAsymmetric' | 'cosineToTarget'> &
  Partial<Pick<RunRecord, `orderConsistency${Depth}`>>;

export interface PredictorOptions extends FigureOptions {
  /** Depth of the order consistency, default 10. */
  depth?: Depth;
  /** Whether colours stand for methods or for their families. Default `method`. */
  by?: 'method' | 'family';
}

interface Predictor {
  name: string;
  unit?: string;
  values: number[];
  relation: Correlation;
}

/** Order consistency@k and cosine to the target, each against asymmetric mAP: one point per run, side by side. */
export function predictorScatter(runs: readonly PredictorRun[], options: PredictorOptions = {}): Figure {
  const { depth = 10, by = 'method' } = options;
  const map = runs.map((run) => run.mapAsymmetric);
  const predictor = (name: string, values: number[], unit?: string): Predictor => ({
    name,
    unit,
    values,
    relation: correlation(values, map),
  });
  const consistency = predictor(
    `Order consistency@${depth}`,
    runs.map((run) => run[`orderConsistency${depth}`] ?? NaN),
    '%',
  );
  const cosine = predictor(
    'Cosine to the target embedding',
    runs.map((run) => run.cosineToTarget),
  );
  const groups = by === 'family' ? familyGroups(runs) : methodGroups(runs);
  return composeFigure({
    title:
      options.title ??
      `${consistency.name} ${describeCorrelation(consistency.relation)}; the cosine ${describeCorrelation(cosine.relation)}`,
    subtitle: options.subtitle ?? `One point per run, ${runs.length} runs`,
    data: [...panel(runs, groups, consistency, 'x', true), ...panel(runs, groups, cosine, 'x2', false)],
    legendRows: legendRowsFor(groups.length),
    headRoom: 32,
    layout: {
      xaxis: axis(consistency.name, consistency.unit, { domain: [0, 0.47] }),
      xaxis2: axis(cosine.name, cosine.unit, { domain: [0.53, 1], anchor: 'y' }),
      yaxis: axis('Asymmetric mAP', '%'),
      annotations: [panelTitle(consistency.relation, 0), panelTitle(cosine.relation, 0.53)],
    },
  });
}

/** Runs drawn alike: their rows, their name in the legend and their marker. */
interface Group {
  name: string;
  rows: number[];
  marker: Pick<Look, 'color' | 'symbol'>;
}

function methodGroups(runs: readonly PredictorRun[]): Group[] {
  const methods = inLegendOrder(runs.map((run) => run.loss));
  const looks = methodLooks(methods);
  return methods.map((method) => {
    const rows = [...runs.keys()].filter((row) => runs[row]!.loss === method);
    return { name: escapeHtml(looks.get(method)!.label), rows, marker: looks.get(method)! };
  });
}

function familyGroups(runs: readonly PredictorRun[]): Group[] {
  return allFamilies.flatMap((family) => {
    const rows = [...runs.keys()].filter((row) => familyOf(runs[row]!.loss) === family);
    const marker = { color: family.color, symbol: family.symbol };
    return rows.length > 0 ? [{ name: family.label, rows, marker }] : [];
  });
}

function panel(
  runs: readonly PredictorRun[],
  groups: Group[],
  { values }: Predictor,
  xaxis: 'x' | 'x2',
  showlegend: boolean,
): Partial<Data>[] {
  return groups.map(({ name, rows, marker }) => ({
    type: 'scatter',
    mode: 'markers',
    name,
    legendgroup: name,
    showlegend,
    xaxis,
    yaxis: 'y',
    x: rows.map((row) => values[row]!),
    y: rows.map((row) => runs[row]!.mapAsymmetric),
    text: rows.map((row) => escapeHtml(methodLabel(runs[row]!.loss))),
    hovertemplate: '%{text}: %{x:.3~g}, mAP %{y:.3~g} %',
    marker: { ...markerOf(marker, 11), opacity: 0.9 },
  }));
}

function panelTitle(
  { pearson, spearman, runs }: Correlation,
  x: number,
): NonNullable<Layout['annotations']>[number] {
  return {
    text: `Pearson ${decimals(pearson, 2)}, Spearman ${decimals(spearman, 2)}, n = ${runs}`,
    x,
    y: 1,
    xref: 'paper',
    yref: 'paper',
    xanchor: 'left',
    yanchor: 'bottom',
    showarrow: false,
    font: { size: fonts.note, color: ink.quiet },
  };
}

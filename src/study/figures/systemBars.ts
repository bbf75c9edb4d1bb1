import { allFamilies, familyOf } from '../methods/families.js';
import type { Family } from '../methods/family.js';
import { composeFigure, type Figure, type FigureOptions } from '../../report/plots/figure.js';
import { decimals, percent } from '../../report/plots/formatting.js';
import {
  barColumns,
  barsSubtitle,
  barTrace,
  galleryReference,
  referenceRow,
  rowName,
  sortedBars,
  valueTexts,
  type Bar,
  type BarRun,
  type Reference,
} from './methodBars.js';
import { rowsHeight } from '../../report/plots/rowColumns.js';
import { nameInTitle } from '../methods/looks.js';

export interface SystemBarsOptions extends FigureOptions {
  /** Upright lines besides the gallery model's own mAP. */
  references?: readonly Reference[];
}

/** Asymmetric mAP of every method as a sorted bar in the colour of its family, with reference lines. */
export function systemBars(runs: readonly BarRun[], options: SystemBarsOptions = {}): Figure {
  const bars = sortedBars(runs);
  const references = [...(options.references ?? []), ...galleryReference(runs)];
  const present = allFamilies.filter((family) => membersOf(bars, family).length > 0);
  const { columns, rows, layout } = barColumns(bars, references);
  const named = new Set<Family>();
  return composeFigure({
    title: options.title ?? finding(bars),
    subtitle: options.subtitle ?? barsSubtitle(bars),
    data: columns.flatMap(({ names, axes }) => {
      const own = bars.filter((bar) => names.has(rowName(bar)));
      const traces = present
        .map((family) => ({ family, members: membersOf(own, family) }))
        .filter(({ members }) => members.length > 0)
        .map(({ family, members }) => {
          const showlegend = !named.has(family);
          named.add(family);
          return { ...barTrace(members, () => family.color, family.label), legendgroup: family.id, showlegend };
        });
      return [...traces, valueTexts(own)].map((trace) => ({ ...trace, ...axes }));
    }),
    // Beside the names there is room for two entries in a row.
    legendRows: Math.ceil(present.length / 2),
    plotHeight: rowsHeight(rows, 38, 242),
    headRoom: 9 + referenceRow * references.length,
    layout: { barmode: 'overlay', ...layout },
  });
}

function membersOf(bars: readonly Bar[], family: Family): Bar[] {
  return bars.filter(({ method }) => familyOf(method) === family);
}

/** The winner, and how far behind the best of every other family is. */
function finding(ascending: readonly Bar[]): string {
  const [best, ...others] = [...ascending].reverse();
  if (!best) return 'Query models differ in what they find';
  const rival = others.find(({ method }) => familyOf(method) !== familyOf(best.method));
  return rival
    ? `${nameInTitle(best.method)} leads every other family by ${decimals(best.y - rival.y)} points`
    : `${nameInTitle(best.method)} leads with ${percent(best.y)} mAP`;
}

import { logAxis } from '../../report/plots/figure.js';
import { logRange } from '../../report/plots/panelGrid.js';
import { rowColumns, type RowColumns } from '../../report/plots/rowColumns.js';

const ticks = [0.02, 0.1, 0.5, 2, 5];

/**
 * Rows with names, the first at the bottom, and ratios of times to the right.
 * @param ratios that are drawn anywhere
 */
export function ratioRows(names: readonly string[], ratios: readonly number[]): RowColumns {
  const across = logAxis('Our time / the peer’s', undefined, ticks);
  return rowColumns(names, { ...across, ...(ratios.length > 0 && { range: logRange(ratios) }) });
}

import { precisions } from '../../compute/backend/precision.js';
import { toTextTable } from '../../report/tables/writeTable.js';
import type { Comparison } from './compare.js';
import type { Speed } from './speed.js';

/** The largest differences by precision, every item that differs, and the speeds. */
export function printResults(rows: Comparison[], speeds: (Speed & { on: string })[]): void {
  const worst = precisions.flatMap((precision) => {
    const share = ({ difference, allowed }: Comparison): number => difference / allowed;
    return rows
      .filter((row) => row.precision === precision)
      .sort((a, b) => share(b) - share(a))
      .slice(0, 1);
  });
  const shown = [...new Set([...worst, ...rows.filter(({ verdict }) => verdict !== 'same')])];
  console.log('The item of each precision that comes nearest to what is allowed, and all that differ:');
  console.log(
    toTextTable(
      shown.map((row) => ({
        ...row,
        difference: row.difference.toExponential(1),
        allowed: row.allowed.toExponential(1),
      })),
      ['item', 'precision', 'difference', 'allowed', 'verdict'],
    ),
  );
  console.log(
    toTextTable(
      speeds.map(
        ({
          on,
          work,
          batch,
          precision,
          compiled,
          imagesPerSecond,
          milliseconds,
          dispatchShare,
          takenMegabytes,
        }) => ({
          on,
          work,
          batch,
          precision: `${precision}${compiled ? ', compiled' : ''}`,
          'images/s': imagesPerSecond,
          'ms a step': milliseconds.toFixed(1),
          dispatch: on === 'gpu' ? `${Math.round(100 * dispatchShare)} %` : '-',
          'MB taken': takenMegabytes ?? '-',
        }),
      ),
    ),
  );
}

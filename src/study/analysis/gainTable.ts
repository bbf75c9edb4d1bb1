import type { Run } from '../../experiments/runOptions.js';
import type { Column, Row } from '../../report/tables/table.js';
import { inLegendOrder, methodLabel } from '../methods/looks.js';
import { pairedGain, verdictOf } from './pairedGain.js';

const inWords = { gain: 'better', loss: 'worse', tie: 'a tie' } as const;

/**
 * One row for each other method: how much better `method` searches on the same queries, in points of mAP, with the 95 %
 * interval of the paired bootstrap. Methods without a common seed are left out.
 */
export function gainRows(runs: readonly Run[], method: string): Row[] {
  const own = (loss: string): Run[] => runs.filter(({ record }) => record.loss === loss);
  return inLegendOrder(runs.map(({ record }) => record.loss)).flatMap((rival) => {
    const gain = rival === method ? undefined : pairedGain(own(method), own(rival));
    if (!gain) return [];
    const { mean, low, high } = gain;
    return [
      {
        method: methodLabel(method),
        against: methodLabel(rival),
        mean,
        low,
        high,
        verdict: inWords[verdictOf(gain)],
      },
    ];
  });
}

/** How the rows of `gainRows` are shown. */
export const gainColumns: Column[] = [
  { key: 'against' },
  { key: 'mean', label: 'difference in mAP, points', digits: 1, interval: ['low', 'high'] },
  { key: 'verdict' },
];

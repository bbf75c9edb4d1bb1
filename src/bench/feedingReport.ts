import { readListed, writeListed } from '../base/files/listedFiles.js';
import { owningFolder } from '../base/files/owning.js';
import { workspacePath } from '../base/files/workspacePath.js';
import { sourceState } from '../experiments/runManifest.js';
import type { Column, Row } from '../report/tables/table.js';
import { toMarkdownTable } from '../report/tables/writeTable.js';
import type { FeedingRate } from './feedingRates.js';
import { machine } from './runBench.js';
import type { BenchRun } from './types.js';

/** What a machine prepares, as it was measured last. */
export interface FeedingReport {
  time: string;
  commit: string;
  dirty: boolean;
  machine: BenchRun['machine'];
  rates: FeedingRate[];
}

const folder = (): string => workspacePath('figures', 'bench');
const file = 'feeding.json';

/** @throws RetrievalError while another process writes there. */
export async function writeFeeding(rates: FeedingRate[]): Promise<void> {
  const report: FeedingReport = {
    time: new Date().toISOString(),
    ...sourceState(),
    machine: machine(),
    rates,
  };
  const text = `${JSON.stringify(report, null, 1)}\n`;
  await owningFolder(folder(), () => writeListed(folder(), new Map([[file, text]])));
}

/**
 * @returns nothing where nothing was measured yet.
 * @throws RetrievalError (data) for a file that was changed by hand.
 */
export function readFeeding(): FeedingReport | undefined {
  const text = readListed(folder(), file);
  return text === undefined ? undefined : (JSON.parse(text) as FeedingReport);
}

/** Columns of `feedingRows`. */
export const feedingColumns: (Column | string)[] = [
  'pixels',
  { key: 'atOnce', label: 'in decoding' },
  { key: 'perSecond', label: 'pictures/s', digits: 0 },
  { key: 'gain', label: 'times one', digits: 2 },
  { key: 'calling', label: 'ms of the calling thread', digits: 3 },
  { key: 'peak', label: 'MB at most', digits: 0 },
];

export function feedingRows(rates: readonly FeedingRate[]): Row[] {
  return rates.map((rate) => {
    const alone = rates.find(({ side, atOnce }) => side === rate.side && atOnce === 1)!;
    return {
      pixels: rate.side,
      atOnce: rate.atOnce || 'none, memory holds the pixels',
      perSecond: rate.picturesPerSecond,
      gain: rate.picturesPerSecond / alone.picturesPerSecond,
      calling: rate.callingThreadMilliseconds,
      peak: rate.peakMegabytes,
    };
  });
}

/** What the page of GPUs takes from it. */
export function feedingSections(report = readFeeding()): Record<string, string> {
  if (!report) return { feeding: 'Not run yet.' };
  const { processor, cores } = report.machine;
  const table = toMarkdownTable(feedingRows(report.rates), feedingColumns);
  return { feeding: `${processor}, ${cores} cores, ${report.time.slice(0, 10)}:\n\n${table}` };
}

import { join } from 'node:path';
import { readListed, writeListed } from '../base/files/listedFiles.js';
import { workspacePath } from '../base/files/workspacePath.js';
import { owningFile } from '../base/files/owning.js';
import type { BenchRun } from './types.js';

/** One size and what it cost. */
export interface GrowthPoint {
  /** The size. */
  x: number;
  milliseconds: number;
  peakMegabytes?: number;
}

/** How the cost of one piece of work grows with one of its sizes. */
export interface GrowthSeries {
  name: string;
  title: string;
  /** What `x` counts. */
  size: string;
  /** Exponent that the algorithm promises for time. */
  expected: number;
  /** Exponent found: the slope of log time over log size, over the upper half of the sizes. */
  found: number;
  points: GrowthPoint[];
}

/** Everything that was measured about growth. */
export interface GrowthReport {
  time: string;
  machine: BenchRun['machine'];
  threads: number;
  series: GrowthSeries[];
  /** Disk that each part of the workspace takes. */
  disk: { part: string; megabytes: number }[];
}

/** Where the report is kept. */
const growthFolder = (): string => workspacePath('figures', 'bench');
const growthFile = 'growth.json';

/** @throws RetrievalError while another process writes it. */
export async function writeGrowth(report: GrowthReport): Promise<void> {
  const text = `${JSON.stringify(report, null, 1)}\n`;
  await owningFile(join(growthFolder(), growthFile), () =>
    writeListed(growthFolder(), new Map([[growthFile, text]])),
  );
}

/** @returns nothing where nothing was measured yet. */
// eslint-disable-next-line @typescript-eslint/require-await
export async function readGrowth(): Promise<GrowthReport | undefined> {
  const text = readListed(growthFolder(), growthFile);
  return text === undefined ? undefined : (JSON.parse(text) as GrowthReport);
}

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { atomicWrite } from '../base/files/atomicWrite.js';
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
const growthFile = (): string => workspacePath('figures', 'bench', 'growth.json');

/** @throws RetrievalError while another process writes it. */
export async function writeGrowth(report: GrowthReport): Promise<void> {
  await owningFile(growthFile(), () => atomicWrite(growthFile(), `${JSON.stringify(report, null, 1)}\n`));
}

/** @returns nothing where nothing was measured yet. */
export async function readGrowth(): Promise<GrowthReport | undefined> {
  if (!existsSync(growthFile())) return undefined;
  return JSON.parse(await readFile(growthFile(), 'utf8')) as GrowthReport;
}

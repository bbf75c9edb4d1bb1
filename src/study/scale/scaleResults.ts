import { readListed, writeListed } from '../../base/files/listedFiles.js';
import { machine } from '../../bench/runBench.js';
import { sourceState } from '../../experiments/runManifest.js';
import { workspacePath } from '../../base/files/workspacePath.js';
import type { DistractorResult } from './measureDistractors.js';
import type { PlanResult } from './measurePlan.js';
import type { ScalePlanId } from './scalePlans.js';

/** One index at one size, with what made the numbers. */
export interface ScaleResult extends PlanResult {
  plan: ScalePlanId;
  rows: number;
  dimension: number;
  time: string;
  commit: string;
  dirty: boolean;
  machine: ReturnType<typeof machine>;
  /** Processes that wanted a core when the measurement began, over one minute; more than none of others slow it down. */
  load: number;
}

/** Folder of everything of the study of scale, below `figures`. */
export const scaleFolder = (): string => workspacePath('figures', 'scale');
const resultsFile = 'results.json';
const distractorsFile = 'distractors.json';

/** What was measured so far. @throws RetrievalError (data) for a file that was changed by hand. */
export function readScale(): ScaleResult[] {
  const text = readListed(scaleFolder(), resultsFile);
  return text === undefined ? [] : (JSON.parse(text) as ScaleResult[]);
}

/** Adds a result, in the place of one of the same index and size. */
export async function keepScale(
  result: Omit<ScaleResult, 'time' | 'commit' | 'dirty' | 'machine'>,
): Promise<void> {
  const others = readScale().filter(({ plan, rows }) => plan !== result.plan || rows !== result.rows);
  const whole: ScaleResult = {
    ...result,
    time: new Date().toISOString(),
    ...sourceState(),
    machine: machine(),
  };
  const sorted = [...others, whole].sort((a, b) => a.rows - b.rows || a.plan.localeCompare(b.plan));
  await writeListed(scaleFolder(), new Map([[resultsFile, `${JSON.stringify(sorted, rounded, 1)}\n`]]));
}

/** What simulated vectors do beside real ones; nothing before it was measured. */
export function readDistractors(): DistractorResult[] {
  const text = readListed(scaleFolder(), distractorsFile);
  return text === undefined ? [] : (JSON.parse(text) as DistractorResult[]);
}

export async function keepDistractors(results: readonly DistractorResult[]): Promise<void> {
  const text = `${JSON.stringify(results, rounded, 1)}\n`;
  await writeListed(scaleFolder(), new Map([[distractorsFile, text]]));
}

/** Six digits say all that was measured. */
export const rounded = (_: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(6)) : value;

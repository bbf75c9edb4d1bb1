import { readListed, writeListed } from '../../base/files/listedFiles.js';
import { machine } from '../../bench/runBench.js';
import { sourceState } from '../../experiments/runManifest.js';
import { workspacePath } from '../../base/files/workspacePath.js';
import type { DistractorResult } from './measureDistractors.js';
import type { PlanResult } from './measurePlan.js';
import type { ScalePlanId } from './scalePlans.js';

/** What made the numbers of a result. */
interface Measured {
  time: string;
  commit: string;
  dirty: boolean;
  machine: ReturnType<typeof machine>;
}

/** A way at one size, with what made the numbers. */
export interface MeasuredPlan<Plan extends string> extends Measured {
  plan: Plan;
  rows: number;
  dimension: number;
  /** Processes that wanted a core when the measurement began, over one minute; more than none of others slow it down. */
  load: number;
}

/** One index at one size. */
export type ScaleResult = PlanResult & MeasuredPlan<ScalePlanId>;

/** Folder of everything of the study of scale, below `figures`. */
export const scaleFolder = (): string => workspacePath('figures', 'scale');
const resultsFile = 'results.json';
const distractorsFile = 'distractors.json';

/** What was measured so far. @throws RetrievalError (data) for a file that was changed by hand. */
export const readScale = (): ScaleResult[] => readResults(resultsFile);

/** Adds a result, in the place of one of the same index and size. */
export const keepScale = (result: Omit<ScaleResult, keyof Measured>): Promise<void> =>
  keepResult<ScaleResult>(resultsFile, result);

/** What simulated vectors do beside real ones; nothing before it was measured. */
export const readDistractors = (): DistractorResult[] => readResults(distractorsFile);

export const keepDistractors = (results: readonly DistractorResult[]): Promise<void> =>
  writeResults(distractorsFile, results);

/** The results in a file of the study; none before anything was measured. */
export function readResults<Result>(file: string): Result[] {
  const text = readListed(scaleFolder(), file);
  return text === undefined ? [] : (JSON.parse(text) as Result[]);
}

/** Adds a result to a file, in the place of one of the same way and size. */
export async function keepResult<Result extends MeasuredPlan<string>>(
  file: string,
  result: Omit<Result, keyof Measured>,
): Promise<void> {
  const whole = {
    ...result,
    time: new Date().toISOString(),
    ...sourceState(),
    machine: machine(),
  } as Result;
  const others = readResults<Result>(file).filter(
    ({ plan, rows }) => plan !== whole.plan || rows !== whole.rows,
  );
  const sorted = [...others, whole].sort((a, b) => a.rows - b.rows || a.plan.localeCompare(b.plan));
  await writeResults(file, sorted);
}

async function writeResults(file: string, results: readonly object[]): Promise<void> {
  await writeListed(scaleFolder(), new Map([[file, `${JSON.stringify(results, rounded, 1)}\n`]]));
}

/** Six digits say all that was measured. */
const rounded = (_: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(6)) : value;

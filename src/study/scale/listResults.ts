import { readListed, writeListed } from '../../base/files/listedFiles.js';
import { machine } from '../../bench/runBench.js';
import { sourceState } from '../../experiments/runManifest.js';
import type { ListPlanId } from './listPlans.js';
import type { ListMethod } from './listTrainings.js';
import type { ListsQuality, MadeLists } from './makeLists.js';
import { rounded, scaleFolder } from './scaleResults.js';

/** A query model that was trained on lists. */
export interface ListTraining {
  method: ListMethod;
  seed: number;
  /** Asymmetric mAP, per cent. */
  map: number;
}

/** Lists made in one way, with what made the numbers. */
export interface ListResult extends ListsQuality, Pick<MadeLists, 'seconds'> {
  plan: ListPlanId;
  rows: number;
  dimension: number;
  /** Places of each list. */
  length: number;
  /** None for simulated vectors, which have no pictures. */
  trainings: ListTraining[];
  time: string;
  commit: string;
  dirty: boolean;
  machine: ReturnType<typeof machine>;
  /** Processes that wanted a core when the measurement began, over one minute. */
  load: number;
}

const file = 'lists.json';

/** What was measured so far. @throws RetrievalError (data) for a file that was changed by hand. */
export function readListResults(): ListResult[] {
  const text = readListed(scaleFolder(), file);
  return text === undefined ? [] : (JSON.parse(text) as ListResult[]);
}

/** Adds a result, in the place of one of the same way and size. */
export async function keepLists(
  result: Omit<ListResult, 'time' | 'commit' | 'dirty' | 'machine'>,
): Promise<void> {
  const others = readListResults().filter(({ plan, rows }) => plan !== result.plan || rows !== result.rows);
  const whole = { ...result, time: new Date().toISOString(), ...sourceState(), machine: machine() };
  const sorted = [...others, whole].sort((a, b) => a.rows - b.rows || a.plan.localeCompare(b.plan));
  await writeListed(scaleFolder(), new Map([[file, `${JSON.stringify(sorted, rounded, 1)}\n`]]));
}

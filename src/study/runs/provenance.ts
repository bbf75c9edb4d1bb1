import { describeDevice } from '../../experiments/deviceOfRun.js';
import type { Run } from '../../experiments/runOptions.js';
import type { Row } from '../../report/tables/table.js';
import { allCommitted } from './committedRuns.js';

/** Where runs come from. */
export interface Provenance {
  /** Runs trained in this clone. */
  live: number;
  /** Runs taken from the committed results. */
  committed: number;
  /** When the newest of the committed ones was trained; ISO 8601. */
  newest?: string;
  /** Runs of either kind that a GPU has made; left out where none has. */
  onGpu?: number;
}

/** Tells committed runs from those that were trained here: the same run can be both, but not at the same moment. */
export function provenance(runs: readonly Run[], committed: ReadonlySet<string>): Provenance {
  const taken = runs.filter((run) => committed.has(trainingKey(run)));
  const newest = taken
    .map(({ manifest }) => manifest.startedAt)
    .sort()
    .at(-1);
  const onGpu = runs.filter(({ manifest }) => manifest.backend.device === 'gpu').length;
  return {
    live: runs.length - taken.length,
    committed: taken.length,
    ...(newest && { newest }),
    ...(onGpu > 0 && { onGpu }),
  };
}

/** One training of one run. */
export const trainingKey = ({ record, manifest }: Run): string => `${record.runId} ${manifest.startedAt}`;

/** For a reader, such as "3 runs trained here, 13 from the committed results of 24 November 2026"; GPUs are named. */
export function provenanceText({ live, committed, newest, onGpu = 0 }: Provenance): string {
  const here = live > 0 ? [`${count(live)} trained here`] : [];
  const kept = newest
    ? [`${live > 0 ? committed : count(committed)} from the committed results of ${dayOf(newest)}`]
    : [];
  const rest = live + committed - onGpu;
  const devices = onGpu === 0 ? '' : `; ${rest === 0 ? 'all' : onGpu} of them by a GPU`;
  return `${[...here, ...kept].join(', ')}${devices}`;
}

const committedKeys = (): ReadonlySet<string> => new Set([...allCommitted().values()].map(trainingKey));

/**
 * Says of any runs where they come from.
 *
 * @param committed the trainings that are committed, by `trainingKey`; default those of the study
 */
export function provenanceNote(committed = committedKeys()): (runs: readonly Run[]) => string {
  return (runs) => provenanceText(provenance(runs, committed));
}

/** A row for each run: where it comes from, when it was trained and on what. */
export function provenanceRows(runs: readonly Run[], committed = committedKeys()): Row[] {
  return runs.map((run) => ({
    runId: run.record.runId,
    method: run.record.loss,
    seed: run.record.seed,
    source: committed.has(trainingKey(run)) ? 'committed' : 'trained here',
    trained: run.manifest.startedAt,
    device: describeDevice(run.manifest.backend),
  }));
}

const count = (runs: number): string => `${runs} ${runs === 1 ? 'run' : 'runs'}`;

/** The day in words, by universal time, so that every machine writes the same. */
export function dayOf(date: string): string {
  return new Date(date).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
}

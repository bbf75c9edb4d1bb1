import { runExperiment } from '../../experiments/runExperiment.js';
import type { Run, RunOptions } from '../../experiments/runOptions.js';
import type { Row } from '../../report/tables/table.js';

/** Largest difference in points of mAP between a result and its repetition that counts as equal. */
const tolerance = 0.05;

/** Results to train again, spread evenly over the list in the order of their ids, which is as good as random. */
export function sampleOf(runs: readonly Run[], count: number): Run[] {
  const sorted = [...runs].sort((a, b) => (a.record.runId < b.record.runId ? -1 : 1));
  const wanted = Math.min(count, sorted.length);
  return Array.from({ length: wanted }, (_, n) => sorted[Math.floor((n * sorted.length) / wanted)]!);
}

/** Trains the run's configuration again with the code as it is now and sets both results side by side. */
export async function repeated(run: Run, options: RunOptions = {}): Promise<Row & { same: boolean }> {
  const { record, manifest } = run;
  const now = await runExperiment(manifest.config, { ...options, fresh: true });
  const difference = now.record.mapAsymmetric - record.mapAsymmetric;
  return {
    run: `${record.dataset}/${record.split}, ${record.queryModel}, ${record.loss}, seed ${record.seed}`,
    recorded: record.mapAsymmetric,
    'trained now': now.record.mapAsymmetric,
    difference,
    same: Math.abs(difference) <= tolerance,
  };
}

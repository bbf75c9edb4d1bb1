import { applyChanges } from '../../base/config/applyChanges.js';
import { parseConfig } from '../../base/config/parseConfig.js';
import { unknownName } from '../../base/config/unknownName.js';
import { engines } from '../../jobs/engines.js';
import { runJobs } from '../../jobs/runJobs.js';
import type { AttendedEngine, BatchEngine, EngineDefinition, JobPlan } from '../../jobs/types.js';
import { progressBar } from '../../report/notebook/progressBar.js';
import type { EngineOptions } from '../engine.js';
import { interruption } from '../interruption.js';

/** Parts where neither the user nor the engine says how many. */
const usualShards = 8;

/**
 * Runs the parts of a command where the user wants them, with one progress bar.
 * @param planOf the jobs of so many parts, or of fewer where there are not so many.
 * @returns whether they are done; otherwise they are submitted, and the user is told.
 * @throws RetrievalError (usage) for an unknown engine or setting; that names the parts that failed.
 */
export async function runOnEngine(
  options: EngineOptions,
  planOf: (shards: number) => JobPlan,
): Promise<boolean> {
  const engine = await openEngine(options);
  const { retries = 2 } = options;
  if ('submit' in engine) {
    const plan = planOf(options.shards ?? options.workers ?? usualShards);
    const workers = options.workers ?? plan.jobs.length;
    for (const line of await engine.submit(plan, { workers, retries })) console.error(line);
    return false;
  }
  const workers = options.workers ?? engine.workers;
  const plan = planOf(options.shards ?? workers ?? usualShards);
  const total = plan.jobs.reduce((sum, { amount }) => sum + amount, 0);
  const bar = progressBar(total, `${plan.jobs.length} shards, ${plan.unit.toLowerCase()}`);
  try {
    await runJobs(engine, plan, {
      workers,
      retries,
      signal: interruption(),
      onProgress: ({ done, reused, finished, jobs, retried }) => {
        const notes = [
          `${finished} of ${jobs} done`,
          reused > 0 && `${Math.round(reused)} from before`,
          retried > 0 && `${retried} tried again`,
        ];
        bar.update(done, { reused, note: notes.filter(Boolean).join(' · ') });
      },
    });
    return true;
  } finally {
    bar.stop();
  }
}

function openEngine({ engine = '', engineSet = [] }: EngineOptions): Promise<AttendedEngine | BatchEngine> {
  const definition = (engines as Record<string, EngineDefinition | undefined>)[engine];
  if (!definition || !Object.hasOwn(engines, engine)) {
    throw unknownName(engine, Object.keys(engines), { what: 'There is no such engine', where: '--engine' });
  }
  const settings = parseConfig(definition.schema, applyChanges({}, engineSet), `the engine ${engine}`);
  return Promise.resolve(definition.open(settings));
}

import type { Command } from 'commander';
import type { Shard } from '../../base/shard.js';
import { trainedRuns } from '../../study/runs/trainedRuns.js';
import { profileFolder } from '../../study/plan/workspace.js';
import { tuningLog, tuningRuns } from '../../study/plan/tuning.js';
import type { EngineOptions } from '../engine.js';
import { entriesOf, runsOnEngine } from '../engine/runsOnEngine.js';
import { interruption } from '../interruption.js';

interface Options extends EngineOptions {
  shard?: Shard;
}

/** Trains every trial of every method and prints how each did. */
export async function run(options: Options, command: Command): Promise<void> {
  const runs = tuningRuns();
  if (options.engine !== undefined && !(await runsOnEngine(options, command, runs.length))) return;
  const part = options.shard ? entriesOf(runs, options.shard) : runs;
  const trained = await trainedRuns(part, { signal: interruption(), folder: profileFolder('full') });
  if (options.shard) return;
  const log = tuningLog(trained);
  for (const { method, distortion, validationMap, chosen, loss } of log) {
    console.log(
      `${chosen ? '*' : ' '} ${validationMap.toFixed(2).padStart(6)}  ${method}  t^${distortion}  ${JSON.stringify(loss)}`,
    );
  }
}

import type { Command } from 'commander';
import type { Shard } from '../../base/shard.js';
import { profile } from '../../study/plan/profiles.js';
import type { ExperimentName } from '../../study/plan/profileNames.js';
import { RetrievalError } from '../../errors.js';
import { profileFolder } from '../../study/plan/workspace.js';
import { readResults } from '../../study/runs/resultsFolder.js';
import { repeated, sampleOf } from '../../study/runs/verifyResults.js';
import { toTextTable } from '../../report/tables/writeTable.js';
import type { EngineOptions } from '../engine.js';
import { entriesOf, runsOnEngine } from '../engine/runsOnEngine.js';
import { interruption } from '../interruption.js';
import { runProfile } from './runProfile.js';

interface Options extends EngineOptions {
  profile: ExperimentName;
  shard?: Shard;
  list?: boolean;
  fresh?: boolean;
  sameDevice?: boolean;
  verify?: number;
}

/** Trains what is missing of a profile, or lists or verifies its runs. */
export async function run(options: Options, command: Command): Promise<void> {
  if (options.verify) return verify(options.profile, options.verify);
  const { runs } = profile(options.profile);
  if (options.list) return runs.forEach((run) => console.log(JSON.stringify(run)));
  if (options.engine !== undefined && !(await runsOnEngine(options, command, runs.length))) return;
  await runProfile(options.profile, options.shard ? entriesOf(runs, options.shard) : runs, {
    write: !options.shard,
    fresh: options.fresh,
    sameDevice: options.sameDevice,
  });
}

async function verify(name: ExperimentName, count: number): Promise<void> {
  const sample = sampleOf(readResults(profileFolder(name)), count);
  const rows = [];
  for (const run of sample) {
    rows.push(await repeated(run, { signal: interruption() }));
    console.log(toTextTable(rows.slice(-1), verifyColumns));
  }
  const different = rows.filter(({ same }) => !same);
  console.log(`${rows.length - different.length} of ${rows.length} results came out again`);
  if (different.length === 0 && rows.length > 0) return;
  throw new RetrievalError({
    what: rows.length > 0 ? 'Some results did not come out again' : `The profile ${name} has no results yet`,
    where: different.map(({ run }) => String(run)).join('; '),
    fix: `npm run experiments -- --profile ${name}${rows.length > 0 ? ' --fresh' : ''}`,
  });
}

const verifyColumns = [
  'run',
  { key: 'recorded', digits: 3 },
  { key: 'trained now', digits: 3 },
  { key: 'difference', digits: 3 },
];

import type { Command } from 'commander';
import { relative } from 'node:path';
import type { Shard } from '../../base/shard.js';
import { applyChanges } from '../../base/config/applyChanges.js';
import { owningFolder } from '../../base/files/owning.js';
import { RetrievalError } from '../../errors.js';
import { workspacePath } from '../../base/files/workspacePath.js';
import {
  comparedNetworks,
  networkColumns,
  networkRows,
  networkRuns,
} from '../../study/analysis/foundNetworks.js';
import { defaultDataset } from '../../study/plan/profiles.js';
import type { ProfileName } from '../../study/plan/profileNames.js';
import { readResults, writeResults } from '../../study/runs/resultsFolder.js';
import { searchedArchitecture } from '../../study/analysis/searchedArchitecture.js';
import { retrainingFindings, searchFindings } from '../../study/analysis/searchFindings.js';
import { searchFolder, searchLogFile, searchOf } from '../../study/plan/searchProfiles.js';
import type { DatasetName } from '../../study/plan/settings.js';
import { trainedRuns } from '../../study/runs/trainedRuns.js';
import { bestOf } from '../../architectureSearch/evolution.js';
import { pathKey } from '../../architectureSearch/paths.js';
import { pathLabel } from '../../architectureSearch/handMade.js';
import { completeSearchConfig, type SearchConfigInput } from '../../architectureSearch/searchConfig.js';
import type { RewardKind } from '../../architectureSearch/rewardKinds.js';
import { readSearchLog, type SearchLog } from '../../architectureSearch/searchLog.js';
import { toTextTable } from '../../report/tables/writeTable.js';
import type { EngineOptions } from '../engine.js';
import { entriesOf, runsOnEngine } from '../engine/runsOnEngine.js';
import { interruption } from '../interruption.js';

interface Options extends EngineOptions {
  profile: ProfileName;
  dataset?: DatasetName;
  reward: RewardKind;
  budget?: number;
  set: string[];
  retrain?: number;
  shard?: Shard;
}

/** Searches an architecture, prints the best paths and trains them if asked for. */
export async function run(options: Options, command: Command): Promise<void> {
  checkDivided(options);
  const { profile, reward, dataset = defaultDataset(profile) } = options;
  const changed = applyChanges(searchOf(profile, dataset, reward), [
    ...(options.budget === undefined ? [] : [`budget=${options.budget}`]),
    ...options.set,
  ]);
  const config = completeSearchConfig(changed as unknown as SearchConfigInput);
  // The parts of a retraining come after the search, whose log they read.
  const found = options.shard && readSearchLog(searchLogFile(profile, config));
  const log = found ?? (await searchedArchitecture(profile, config, { signal: interruption() }));
  console.log(toTextTable(bestPaths(log), bestColumns));
  for (const line of searchFindings(log)) console.log(line);
  console.log(`Log: ${relative(workspacePath(), searchLogFile(profile, config))}`);
  if (options.retrain) await retrain(options, log, options.retrain, command);
}

/** @throws RetrievalError (usage) where a search, which is one piece of work, is to be divided. */
function checkDivided({ retrain, engine, shard }: Options): void {
  const option = engine !== undefined ? '--engine' : shard && '--shard';
  if (!option || retrain) return;
  throw new RetrievalError({
    what: 'A search can not be divided',
    where: option,
    expected: '--retrain beside it: what is divided are the runs that train the found networks',
    found: 'no --retrain',
    fix: 'add --retrain 3, or leave the option away',
    kind: 'usage',
  });
}

/** Trains the networks on the test split and writes the runs beside the log, those of other searches kept. */
async function retrain(options: Options, log: SearchLog, seeds: number, command: Command): Promise<void> {
  const { profile, shard, engine } = options;
  const folder = searchFolder(profile);
  const networks = comparedNetworks([log]);
  const all = networkRuns(networks, log, seeds);
  if (engine !== undefined && !(await runsOnEngine(options, command, all.length))) return;
  const part = shard ? entriesOf(all, shard) : all;
  const runs = await trainedRuns(part, { signal: interruption(), folder });
  if (shard) return;
  await owningFolder(folder, async () => {
    const kept = new Map([...readResults(folder), ...runs].map((run) => [run.record.runId, run]));
    await writeResults(folder, profile, [...kept.values()]);
  });
  console.log(toTextTable(networkRows(networks, runs), networkColumns));
  for (const line of retrainingFindings(networks, runs)) console.log(line);
}

const bestColumns = [
  'path',
  'kernel and expansion of each block',
  { key: 'reward', digits: 2 },
  { key: 'asymmetric mAP', digits: 2 },
  { key: 'symmetric mAP', digits: 2 },
  { key: 'MFLOPs', digits: 1 },
  { key: 'generation', digits: 0 },
];

function bestPaths({ config, evolution }: SearchLog) {
  return bestOf(evolution, 5).map((one) => ({
    path: pathKey(one.path),
    'kernel and expansion of each block': pathLabel(config.space, one.path),
    reward: one.reward,
    'asymmetric mAP': one.mapAsymmetric,
    'symmetric mAP': one.mapSymmetricQuery,
    MFLOPs: one.flops / 1e6,
    generation: one.generation,
  }));
}

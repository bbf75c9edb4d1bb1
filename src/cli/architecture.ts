import { relative } from 'node:path';
import { Command, Option } from 'commander';
import { applyChanges } from '../base/config/applyChanges.js';
import { workspacePath } from '../base/files/workspacePath.js';
import {
  comparedNetworks,
  networkColumns,
  networkRows,
  networkRuns,
} from '../study/analysis/foundNetworks.js';
import { defaultDataset } from '../study/plan/profiles.js';
import { profileNames, type ProfileName } from '../study/plan/profileNames.js';
import { readResults, writeResults } from '../study/runs/resultsFolder.js';
import { searchedArchitecture } from '../study/analysis/searchedArchitecture.js';
import { retrainingFindings, searchFindings } from '../study/analysis/searchFindings.js';
import { searchFolder, searchLogFile, searchOf } from '../study/plan/searchProfiles.js';
import { datasetNames, type DatasetName } from '../study/plan/settings.js';
import { trainedRuns } from '../study/runs/trainedRuns.js';
import { bestOf } from '../architectureSearch/evolution.js';
import { pathKey } from '../architectureSearch/paths.js';
import { pathLabel } from '../architectureSearch/handMade.js';
import { completeSearchConfig, type SearchConfigInput } from '../architectureSearch/searchConfig.js';
import { rewardKinds, type RewardKind } from '../architectureSearch/rewardKinds.js';
import type { SearchLog } from '../architectureSearch/searchLog.js';
import { toTextTable } from '../report/tables/writeTable.js';
import { interruption } from './interruption.js';
import { example } from './output.js';

interface Options {
  profile: ProfileName;
  dataset?: DatasetName;
  reward: RewardKind;
  budget?: number;
  set: string[];
  retrain?: number;
}

/** `architecture`: searches an architecture for the query model. */
export function architectureCommand(): Command {
  return new Command('architecture')
    .description(
      'search the architecture of the query model: train a supernet, let its paths evolve under a budget of operations; goes on where it was stopped',
    )
    .addOption(new Option('--profile <name>', 'how large a search').choices(profileNames).default('quick'))
    .addOption(new Option('--dataset <name>', 'where to search; default emoji').choices(datasetNames))
    .addOption(
      new Option('--reward <kind>', 'what a path is judged by').choices(rewardKinds).default('asymmetric'),
    )
    .option('--budget <flops>', 'most operations for one picture, for example 12e6', Number)
    .option(
      '--set <key=value>',
      'another value in the configuration, for example evolution.generations=20; repeatable',
      (text: string, before: string[]) => [...before, text],
      [] as string[],
    )
    .option('--retrain <seeds>', 'then train the found and the hand-made networks with so many seeds', Number)
    .addHelpText('after', example('asym architecture --profile quick --budget 2.4e6'))
    .action(search);
}

async function search(options: Options): Promise<void> {
  const { profile, reward, dataset = defaultDataset(profile) } = options;
  const changed = applyChanges(searchOf(profile, dataset, reward), [
    ...(options.budget === undefined ? [] : [`budget=${options.budget}`]),
    ...options.set,
  ]);
  const config = completeSearchConfig(changed as unknown as SearchConfigInput);
  const log = await searchedArchitecture(profile, config, { signal: interruption() });
  console.log(toTextTable(bestPaths(log), bestColumns));
  for (const line of searchFindings(log)) console.log(line);
  console.log(`Log: ${relative(workspacePath(), searchLogFile(profile, config))}`);
  if (options.retrain) await retrain(profile, log, options.retrain);
}

/** Trains the networks on the test split and writes the runs beside the log, those of other searches kept. */
async function retrain(profile: ProfileName, log: SearchLog, seeds: number): Promise<void> {
  const folder = searchFolder(profile);
  const networks = comparedNetworks([log]);
  const runs = await trainedRuns(networkRuns(networks, log, seeds), { signal: interruption(), folder });
  const all = new Map([...readResults(folder), ...runs].map((run) => [run.record.runId, run]));
  await writeResults(folder, profile, [...all.values()]);
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

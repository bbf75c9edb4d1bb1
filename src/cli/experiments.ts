import { Command, Option } from 'commander';
import { RetrievalError } from '../errors.js';
import type { RunConfig } from '../experiments/runConfig.js';
import type { Run } from '../experiments/runOptions.js';
import { profile } from '../study/plan/profiles.js';
import { profileNames, type ProfileName } from '../study/plan/profileNames.js';
import { profileFolder } from '../study/plan/workspace.js';
import { readResults, writeResults } from '../study/runs/resultsFolder.js';
import { trainedRuns } from '../study/runs/trainedRuns.js';
import { repeated, sampleOf } from '../study/runs/verifyResults.js';
import { toTextTable } from '../report/tables/writeTable.js';
import { interruption } from './interruption.js';
import { example } from './output.js';

interface Options {
  profile: ProfileName;
  shard?: string;
  list?: boolean;
  fresh?: boolean;
  verify?: number;
}

/** `experiments`: trains what is missing of a profile and writes its results. */
export function experimentsCommand(): Command {
  return new Command('experiments')
    .description('train and evaluate every run of a profile; finished runs are reused')
    .addOption(new Option('--profile <name>', 'which runs').choices(profileNames).default('quick'))
    .option(
      '--shard <i/n>',
      'only every n-th run, for several processes at once; results are then not written',
    )
    .option('--list', 'print the runs and stop')
    .option('--fresh', 'train every run again, finished or not')
    .option('--verify <n>', 'train n of the kept results again and compare, nothing else', Number)
    .addHelpText('after', example('asym experiments --profile full --shard 1/2'))
    .action(async (options: Options) => {
      if (options.verify) return verify(options.profile, options.verify);
      const { runs } = profile(options.profile);
      if (options.list) return runs.forEach((run) => console.log(JSON.stringify(run)));
      await runProfile(options.profile, options.shard ? shardOf(runs, options.shard) : runs, {
        write: !options.shard,
        fresh: options.fresh,
      });
    });
}

/** Runs a profile and, unless it is a part only, writes its results. */
export async function runProfile(
  name: ProfileName,
  runs: RunConfig[],
  { write = true, fresh = false } = {},
): Promise<Run[]> {
  const committed = name === 'full' ? profileFolder(name) : undefined;
  const done = await trainedRuns(runs, {
    signal: interruption(),
    folder: committed,
    fresh,
    onEnd: ({ earlier, total }) => {
      if (earlier > 0 && committed) console.log(earlierCode(earlier, total));
    },
  });
  if (write) await writeResults(profileFolder(name), name, done);
  return done;
}

function earlierCode(earlier: number, total: number): string {
  return `${earlier} of ${total} runs were trained by earlier code, as their manifests tell. npm run experiments -- --verify 5 trains some again and compares; --fresh trains all again.`;
}

async function verify(name: ProfileName, count: number): Promise<void> {
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

function shardOf(runs: RunConfig[], text: string): RunConfig[] {
  const [index, count] = text.split('/').map(Number);
  if (!index || !count || index > count) {
    throw new RetrievalError({
      what: 'The shard is not valid',
      expected: 'i/n with i from 1 to n, for example 1/2',
      found: text,
      kind: 'usage',
    });
  }
  return runs.filter((_, n) => n % count === index - 1);
}

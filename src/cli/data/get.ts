import { existsSync } from 'node:fs';
import { Argument, Command } from 'commander';
import { benchmarkFolder } from '../../datasets/benchmarks/folders.js';
import { benchmarkNames, type BenchmarkName } from '../../datasets/benchmarks/names.js';
import { benchmarkSources } from '../../datasets/benchmarks/sources/benchmarkSources.js';
import { fetchBenchmark } from '../../datasets/benchmarks/download/fetchBenchmark.js';
import { filesText } from '../../datasets/benchmarks/download/bytesText.js';
import type { FetchReport } from '../../datasets/benchmarks/download/fetchTypes.js';
import { fetchGroceryStore } from '../../datasets/grocery/fetchGroceryStore.js';
import { RetrievalError } from '../../errors.js';
import { workspacePath } from '../../base/files/workspacePath.js';
import { exitCodes } from '../exitCodes.js';
import { interruption } from '../interruption.js';
import { jsonOption } from '../options.js';
import { example, printJson } from '../output.js';
import { askToFetch } from '../prompts/askToFetch.js';
import { folderBytes, megabytes } from './cacheFolder.js';
import { fetchBar } from './fetchBar.js';

interface Options {
  from?: string;
  link?: boolean;
  folder?: string;
  part?: string[];
  again?: boolean;
  yes?: boolean;
  json: boolean;
}

const helpText = `
It says how large a benchmark is and on which terms it comes, and asks before it fetches. What a stopped or killed run
left is continued; what is there is not fetched twice. Proxies are taken from HTTPS_PROXY and HTTP_PROXY.`;

/** `data get`: brings a data set or benchmark here. */
export function getCommand(): Command {
  return new Command('get')
    .description('fetch a data set or benchmark into data/, or take it from a copy')
    .addArgument(new Argument('<name>').choices(['grocery', ...benchmarkNames]))
    .option('--from <folder>', 'take it from a folder: the files of its owner, or an unpacked copy')
    .option('--link', 'with --from: link to an unpacked copy instead of copying')
    .option('--folder <path>', 'where it shall lie (default: data/benchmarks/NAME)')
    .option('--part <parts...>', 'some parts only, such as index train:0-9; `data list` names them')
    .option('--again', 'fetch what is there once more')
    .option('--yes', 'do not ask')
    .addOption(jsonOption())
    .addHelpText('after', helpText)
    .addHelpText(
      'after',
      example(
        'asym data get roxford5k',
        'asym data get google-landmarks-v2 --part index test train:0-9 --yes',
        'asym data get in-shop --from downloads/in-shop',
      ),
    )
    .action(async (name: BenchmarkName | 'grocery', options: Options) => {
      if (options.link && options.from === undefined) {
        throw new RetrievalError({
          kind: 'usage',
          what: 'The option --link says how a copy is taken',
          where: `data get ${name} --link`,
          fix: 'name the folder of the copy with --from',
        });
      }
      if (name === 'grocery') return getGrocery(options);
      return getBenchmark(name, options);
    });
}

async function getBenchmark(name: BenchmarkName, options: Options): Promise<void> {
  const { part: parts, folder = benchmarkFolder(name), yes, json, ...rest } = options;
  const bar = fetchBar();
  const report = await fetchBenchmark(name, {
    ...rest,
    folder,
    parts,
    signal: interruption(),
    onProgress: bar.update,
    confirm: (plan) => askToFetch(plan, { yes }),
  }).finally(bar.stop);
  if (report.outcome === 'declined') process.exitCode = exitCodes.failed;
  if (json) return printJson(report);
  printReport(report);
}

function printReport({ name, folder, outcome, brought, alreadyHere, counts, warnings }: FetchReport): void {
  for (const warning of warnings) console.error(`warning: ${warning}`);
  const files = outcome === 'linked' ? '' : `, ${filesText(brought)} brought, ${alreadyHere} there before`;
  console.log(`${name}: ${outcome}${files}; ${folder}`);
  for (const { target, found, expected, whole } of counts) {
    if (found > 0) console.log(`  ${target || '.'}: ${found} pictures${whole ? '' : ` of ${expected}`}`);
  }
  console.log(`  terms: ${benchmarkSources[name].licence}`);
  if (outcome !== 'declined') console.log(`look through it with \`asym data check ${name}\``);
}

async function getGrocery({ from, json, ...others }: Options): Promise<void> {
  const unused = (['link', 'folder', 'part', 'again'] as const).find((name) => others[name] !== undefined);
  if (unused !== undefined) {
    throw new RetrievalError({
      kind: 'usage',
      what: `The option --${unused} is for benchmarks only`,
      where: `data get grocery --${unused}`,
      fix: 'leave it away',
    });
  }
  const target = workspacePath('data', 'grocery-store');
  if (!existsSync(target)) {
    console.error(from ? `Copying ${from} ...` : 'Cloning about 120 MB from the owner of the photos ...');
  }
  await fetchGroceryStore({ target, from });
  const bytes = folderBytes(target);
  if (json) return printJson({ name: 'grocery', folder: target, bytes, licence: 'MIT' });
  console.log(`${target}: ${megabytes(bytes)}; licence: MIT, see LICENSE in it`);
}

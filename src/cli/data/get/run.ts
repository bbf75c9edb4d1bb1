import { existsSync } from 'node:fs';
import { isBenchmarkName, type BenchmarkName } from '../../../datasets/benchmarks/names.js';
import { RetrievalError } from '../../../errors.js';
import { benchmarkFolder } from '../../../datasets/benchmarks/folders.js';
import { benchmarkSources } from '../../../datasets/benchmarks/sources/benchmarkSources.js';
import { fetchBenchmark } from '../../../datasets/benchmarks/download/fetchBenchmark.js';
import { filesText } from '../../../datasets/benchmarks/download/bytesText.js';
import type { FetchReport } from '../../../datasets/benchmarks/download/fetchTypes.js';
import { fetchGroceryStore } from '../../../datasets/grocery/fetchGroceryStore.js';
import { workspacePath } from '../../../base/files/workspacePath.js';
import { printJson } from '../../output.js';
import { exitCodes } from '../../exitCodes.js';
import { interruption } from '../../interruption.js';
import { askToFetch } from '../../prompts/askToFetch.js';
import { folderBytes, megabytes } from '../cacheFolder.js';
import { fetchBar } from '../fetchBar.js';
import { groceryNames, type GroceryName } from './groceryNames.js';

interface Options {
  from?: string;
  link?: boolean;
  folder?: string;
  part?: string[];
  again?: boolean;
  yes?: boolean;
  json: boolean;
}

/** Brings a benchmark or the original photos here. */
export async function run(name: BenchmarkName | GroceryName, options: Options): Promise<void> {
  if (options.link && options.from === undefined) {
    throw new RetrievalError({
      kind: 'usage',
      what: 'The option --link says how a copy is taken',
      where: `data get ${name} --link`,
      fix: 'name the folder of the copy with --from',
    });
  }
  if (isBenchmarkName(name)) return getBenchmark(name, options);
  return getGrocery(name, options);
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

async function getGrocery(called: GroceryName, { from, json, ...others }: Options): Promise<void> {
  const unused = (['link', 'folder', 'part', 'again'] as const).find((name) => others[name] !== undefined);
  if (unused !== undefined) {
    throw new RetrievalError({
      kind: 'usage',
      what: `The option --${unused} is for benchmarks only`,
      where: `data get ${called} --${unused}`,
      fix: 'leave it away',
    });
  }
  const target = workspacePath('data', 'grocery-store');
  if (!existsSync(target)) {
    console.error(from ? `Copying ${from} ...` : 'Cloning about 120 MB from the owner of the photos ...');
  }
  await fetchGroceryStore({ target, from });
  const bytes = folderBytes(target);
  if (json) return printJson({ name: groceryNames[0], folder: target, bytes, licence: 'MIT' });
  console.log(`${target}: ${megabytes(bytes)}; licence: MIT, see LICENSE in it`);
}

import { spawn } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import {
  allAttributions,
  checkDataset,
  describeProblem,
  emojiDataset,
  fetchGroceryStore,
  findGroceryStore,
  groceryStoreDataset,
  largestCachedSize,
  type Dataset,
} from '../datasets/index.js';
import { RetrievalError } from '../errors.js';
import { repositoryRoot } from '../files/index.js';
import type { PictureProgress } from '../images/index.js';
import { preparationBars } from '../results/preparationBars.js';

/** `data`: the data sets, their licences, their caches and your own pictures. */
export function dataCommand(): Command {
  return new Command('data')
    .description('data sets: list, fetch, check, render, clean')
    .addCommand(listCommand())
    .addCommand(licencesCommand())
    .addCommand(getCommand())
    .addCommand(checkCommand())
    .addCommand(renderCommand())
    .addCommand(cleanCommand())
    .addCommand(weightsCommand());
}

function listCommand(): Command {
  return new Command('list').description('the data sets and their splits').action(async () => {
    console.log(describeDataset(await emojiDataset()));
    const folder = findGroceryStore();
    if (folder) console.log(`${describeDataset(await groceryStoreDataset({ folder }))}\n  in ${folder}`);
    else console.log('grocery: not here; fetch it with `npm run data -- get grocery`');
    console.log(`caches: ${megabytes(folderBytes(cacheFolder()))} in data/cache`);
  });
}

function describeDataset({ name, records, labelNames, splits }: Dataset): string {
  const lines = Object.values(splits).map(
    ({ name: split, fit, queries, gallery, description }) =>
      `  ${split.padEnd(20)}${fit.length} train, ${queries.length} queries, gallery of ${gallery.length}: ${description}`,
  );
  return [`${name}: ${records.length} pictures, ${labelNames.length} labels`, ...lines].join('\n');
}

function licencesCommand(): Command {
  return new Command('licences')
    .description('who made the pictures and the pretrained weights, and on which terms')
    .option('--json', 'as JSON')
    .action(({ json }: { json?: boolean }) => {
      const attributions = allAttributions();
      if (json) return console.log(JSON.stringify(attributions, null, 1));
      for (const { name, licence, author, source } of attributions) {
        console.log(`${name}\n  ${licence}, ${author}\n  ${source}`);
      }
    });
}

function getCommand(): Command {
  return new Command('get')
    .description('fetch a data set into data/')
    .argument('<name>', 'grocery', (name) => {
      if (name !== 'grocery') throw new InvalidArgumentError('The only data set to fetch is "grocery".');
      return name;
    })
    .option('--from <folder>', 'copy from a folder instead of cloning from the owner')
    .action(async (_name: string, { from }: { from?: string }) => {
      const target = join(repositoryRoot(), 'data', 'grocery-store');
      console.log(from ? `Copying ${from} ...` : 'Cloning about 120 MB from the owner of the photos ...');
      await fetchGroceryStore({ target, from });
      console.log(`${target}: ${megabytes(folderBytes(target))}; licence: MIT, see LICENSE in it`);
    });
}

function checkCommand(): Command {
  return new Command('check')
    .description('list everything that is wrong with your own data set')
    .argument(
      '<path>',
      'a CSV file (columns path,label,split,role[,x1,y1,x2,y2]) or a folder with a folder per label',
    )
    .option('--json', 'as JSON')
    .action(async (path: string, { json }: { json?: boolean }) => {
      const report = await withProgress((onProgress) => checkDataset(path, onProgress));
      const { pictures, labels, problems } = report;
      const errors = problems.filter(({ severity }) => severity === 'error').length;
      if (errors > 0) process.exitCode = 1;
      if (json) return console.log(JSON.stringify(report, null, 1));
      for (const problem of problems) {
        console.log(`${problem.severity}: ${describeProblem(problem)}\n  fix: ${problem.fix}`);
      }
      console.log(
        `${pictures} pictures, ${labels} labels: ${errors} errors, ${problems.length - errors} warnings`,
      );
    });
}

function renderCommand(): Command {
  return new Command('render')
    .description('draw the emoji in the sizes that the experiments use, so that later runs find them')
    .option('--size <pixels...>', `sides in pixels, at most ${largestCachedSize}`, collectSize)
    .addOption(new Option('--framing <name>', 'crop').choices(['whole', 'drawing']).default('drawing'))
    .action(async ({ size = [36, 108], framing }: { size?: number[]; framing: 'whole' | 'drawing' }) => {
      for (const side of size) {
        await withProgress(async (onProgress) => {
          const dataset = await emojiDataset({ onProgress });
          await dataset.pixels([0], { size: side, framing });
        });
        console.log(`emoji at ${side} px are in data/cache/emoji`);
      }
    });
}

function collectSize(text: string, previous: number[] = []): number[] {
  const size = Number(text);
  if (Number.isInteger(size) && size >= 1 && size <= largestCachedSize) return [...previous, size];
  throw new InvalidArgumentError(`Give whole numbers from 1 to ${largestCachedSize}.`);
}

function cleanCommand(): Command {
  return new Command('clean')
    .description('remove the caches of pictures and embeddings; data sets and weights stay')
    .action(async () => {
      const freed = folderBytes(cacheFolder());
      await rm(cacheFolder(), { recursive: true, force: true });
      console.log(`${megabytes(freed)} freed`);
    });
}

function weightsCommand(): Command {
  return new Command('weights')
    .description('fetch the pretrained weights into data/weights')
    .argument('[names...]', 'which; default all')
    .action(async (names: string[]) => {
      const script = join(repositoryRoot(), 'src', 'setup', 'run.mjs');
      const child = spawn(process.execPath, [script, 'weights', ...names], { stdio: 'inherit' });
      const code = await new Promise((resolve, reject) => child.once('error', reject).once('exit', resolve));
      if (code === 0) return;
      throw new RetrievalError({
        what: 'The weights could not be fetched',
        where: ['npm run data -- weights', ...names].join(' '),
        found: `exit code ${String(code)}`,
        fix: 'see the lines above; `npm run doctor` names what is missing',
      });
    });
}

async function withProgress<T>(work: (onProgress: PictureProgress) => Promise<T>): Promise<T> {
  const bars = preparationBars();
  try {
    return await work(bars.update);
  } finally {
    bars.stop();
  }
}

function cacheFolder(): string {
  return join(repositoryRoot(), 'data', 'cache');
}

function folderBytes(folder: string): number {
  if (!statSync(folder, { throwIfNoEntry: false })) return 0;
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(join(folder, name)))
    .reduce((sum, stats) => sum + (stats.isFile() ? stats.size : 0), 0);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}

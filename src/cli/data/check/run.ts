import { existsSync } from 'node:fs';
import type { GoogleLandmarksPart } from '../../../datasets/benchmarks/types.js';
import { isBenchmarkName, type BenchmarkName } from '../../../datasets/benchmarks/names.js';
import { benchmarkFolder } from '../../../datasets/benchmarks/folders.js';
import { checkBenchmark, type BenchmarkReport } from '../../../datasets/benchmarks/checkBenchmark.js';
import { openDataset } from '../../../datasets/openDataset.js';
import { checkDataset } from '../../../datasets/own/checkDataset.js';
import { describeProblem, ProblemList, type DatasetProblem } from '../../../base/problems/problem.js';
import { openSuppliedGallery } from '../../../experiments/suppliedGallery.js';
import { RetrievalError } from '../../../errors.js';
import { printJson } from '../../output.js';
import { exitCodes } from '../../exitCodes.js';
import { interruption } from '../../interruption.js';
import { withProgress } from '../withProgress.js';

interface Options {
  folder?: string;
  decode: boolean;
  part?: GoogleLandmarksPart[];
  vectors?: string;
  byOrder?: true;
  json: boolean;
}

/** Looks through a benchmark or one's own data set and prints what is wrong. */
export async function run(data: string, options: Options): Promise<void> {
  if (!isBenchmarkName(data)) {
    refuseBenchmarkOptions(data, options);
    return checkOwn(data, options);
  }
  if (options.vectors !== undefined) throw notFor(data, '--vectors', 'your own pictures only');
  return checkNamed(data, options);
}

/** Files that are named one by one in a text. */
const namedFiles = 20;

async function checkNamed(name: BenchmarkName, { folder, decode, part, json }: Options): Promise<void> {
  if (part && name !== 'google-landmarks-v2') throw notFor(name, '--part', 'google-landmarks-v2 only');
  const report = await withProgress((onProgress) =>
    checkBenchmark(name, folder ?? benchmarkFolder(name), {
      decode,
      parts: part,
      onProgress,
      signal: interruption(),
    }),
  );
  if (!report.isWhole) process.exitCode = exitCodes.data;
  if (json) printJson(report);
  else printReport(report);
}

function printReport({ name, isReplica, folder, problems, counts, listed, ...files }: BenchmarkReport): void {
  const { missing, broken, unlisted, isWhole } = files;
  printProblems(problems);
  printNames('missing', missing);
  printNames(
    'broken',
    broken.map(({ file, reason }) => `${file}: ${reason}`),
  );
  for (const { part, expected, listed: named } of counts) {
    console.log(`${part}: ${named} pictures listed, ${expected} published`);
  }
  const numbers = `${listed} pictures listed, ${missing.length} missing, ${broken.length} broken, ${unlisted.length} not listed`;
  console.log(
    `${name}${isReplica ? ' (a replica)' : ''} in ${folder}: ${numbers}; ${isWhole ? 'whole' : 'not whole'}`,
  );
}

function printNames(what: string, names: string[]): void {
  for (const name of names.slice(0, namedFiles)) console.log(`${what}: ${name}`);
  if (names.length > namedFiles) console.log(`${what}: ${names.length - namedFiles} more; --json names all`);
}

async function checkOwn(path: string, options: Options): Promise<void> {
  const found = await withProgress((onProgress) => checkDataset(path, onProgress));
  const vectors =
    options.vectors === undefined ? undefined : await checkVectors(path, options.vectors, options);
  const problems = [...found.problems, ...(vectors?.problems ?? [])];
  const report = { ...found, problems, ...(vectors && { vectors: vectors.matching }) };
  const { pictures, labels } = report;
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  if (errors > 0) process.exitCode = exitCodes.data;
  if (options.json) return printJson(report);
  printProblems(problems);
  if (vectors?.matching !== undefined) console.log(`Vectors: ${vectors.matching}`);
  console.log(
    `${counted(pictures, 'picture')}, ${counted(labels, 'label')}: ${counted(errors, 'error')}, ${counted(problems.length - errors, 'warning')}`,
  );
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** Reads the vectors as a training on the pictures would. */
async function checkVectors(
  path: string,
  file: string,
  { byOrder }: Options,
): Promise<{ problems: DatasetProblem[]; matching?: string }> {
  const problems = new ProblemList();
  try {
    const dataset = await openDataset(path);
    const vectors = await openSuppliedGallery(dataset, {
      name: 'vectors',
      file,
      ...(byOrder && { byOrder }),
    });
    await vectors.read();
    return { problems: [], matching: vectors.matching };
  } catch (error) {
    problems.caught(error, file);
    return { problems: problems.problems };
  }
}

function printProblems(problems: DatasetProblem[]): void {
  for (const problem of problems) {
    console.log(`${problem.severity}: ${describeProblem(problem)}\n  fix: ${problem.fix}`);
  }
}

function refuseBenchmarkOptions(data: string, { folder, part, decode }: Options): void {
  const given = folder !== undefined ? '--folder' : part ? '--part' : !decode ? '--no-decode' : undefined;
  if (given !== undefined) throw notFor(data, given, 'benchmarks only');
}

function notFor(data: string, option: string, whom: string): RetrievalError {
  return new RetrievalError({
    kind: 'usage',
    what: `The option ${option} is for ${whom}`,
    where: `data check ${data}`,
    fix: `leave ${option} away${existsSync(data) ? '' : ', or name a benchmark: `data list` shows them'}`,
  });
}

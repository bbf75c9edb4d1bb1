import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ProblemList } from '../../base/problems/problem.js';
import { workspacePath } from '../../base/files/workspacePath.js';
import type { BenchmarkName } from './names.js';
import { benchmarkSources } from './sources/benchmarkSources.js';

/** Where a benchmark lies unless another folder is named. */
export function benchmarkFolder(name: BenchmarkName): string {
  const all = process.env.ASYMMETRIC_BENCHMARKS ?? workspacePath('data', 'benchmarks');
  return resolve(all, name);
}

/** What to do about a benchmark that is not here, or not whole. */
export function howToGet(name: BenchmarkName): string {
  return (
    `run \`npx asym data get ${name}\`, or \`npx asym data get ${name} --from FOLDER\` for a copy that you have ` +
    `(its owner: ${benchmarkSources[name].page})`
  );
}

/**
 * The folder that holds everything of the layout: the one that is named, or one below it where the owner's scripts put
 * the benchmark.
 *
 * @param layout files and folders that must be there, relative to the folder.
 * @throws RetrievalError that names all of them that are missing, and how to get them.
 */
export function locateBenchmark(name: BenchmarkName, folder: string | undefined, layout: string[]): string {
  const named = folder === undefined ? benchmarkFolder(name) : resolve(folder);
  const candidates = [named, ...benchmarkSources[name].roots.map((root) => join(named, root))];
  const missingFrom = (place: string) => layout.filter((part) => !existsSync(join(place, part)));
  const whole = candidates.find((place) => missingFrom(place).length === 0);
  if (whole !== undefined) return whole;
  const problems = new ProblemList();
  for (const part of missingFrom(named)) {
    problems.error({
      what: 'A part of the benchmark is missing',
      where: join(named, part),
      expected: 'a file or folder as its owner lays it out',
      found: existsSync(named) ? 'none' : 'no folder of the benchmark',
      fix: howToGet(name),
    });
  }
  problems.throwErrors(name);
  return named;
}

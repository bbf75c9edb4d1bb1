import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { workspace } from '../core/paths.mjs';
import { runInForeground } from '../core/process.mjs';
import { setUp } from '../core/setUp.mjs';
import { allSteps, computingSteps, demoSteps, librarySteps, modelSteps } from '../steps/index.mjs';

/** The commands of the library's own command line, with what each needs. Options and help are the library's. */
export const libraryCommands = {
  start: libraryCommand('notebooks, figures and the comparison table from nothing', allSteps),
  course: libraryCommand('write the notebooks of the course from their solved versions', allSteps),
  figures: libraryCommand('redraw every figure from stored results', allSteps),
  experiments: libraryCommand('train and evaluate the runs of a profile', allSteps),
  tune: libraryCommand('choose hyperparameters on validation classes', allSteps),
  architecture: libraryCommand('search the architecture of the query model', allSteps),
  train: libraryCommand('train and evaluate one query model', modelSteps),
  extract: libraryCommand('embed pictures into a file of vectors', modelSteps),
  rank: libraryCommand('rank the training pictures by one another', modelSteps),
  search: libraryCommand('search a gallery with pictures', modelSteps),
  evaluate: libraryCommand(
    'score files of vectors by the protocol of a benchmark or by labels',
    computingSteps,
  ),
  report: libraryCommand('one page on a trained query model', modelSteps),
  export: libraryCommand('write a trained query model for other runtimes', modelSteps),
  demo: libraryCommand('query models at work in a page of the browser', demoSteps),
  data: libraryCommand('data sets: list, fetch, check, render, clean', librarySteps),
  'gpu-check': libraryCommand('compare GPU and CPU, report speed', computingSteps),
  bench: libraryCommand('time this library against established ones', computingSteps),
  scale: libraryCommand('measure indexes as a gallery grows', modelSteps),
  index: libraryCommand('build, search and check an index of vectors', computingSteps),
};

function libraryCommand(summary, steps) {
  const run = (args, name) => runLibrary(steps, [name, ...args], workspace.root);
  return { summary, steps, ownHelp: true, run };
}

/** Runs the library's command line once the steps are in place; resolves to the exit code. */
export async function runLibrary(steps, args, cwd) {
  if (!(await setUp(steps))) return 1;
  // Pictures are decoded on Node's threads, of which it has four unless it is told before it starts.
  process.env.UV_THREADPOOL_SIZE ??= String(Math.max(4, availableParallelism()));
  return runInForeground(process.execPath, [join(workspace.compiled, 'cli', 'main.js'), ...args], { cwd });
}

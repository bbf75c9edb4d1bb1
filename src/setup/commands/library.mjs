import { join } from 'node:path';
import { workspace } from '../core/paths.mjs';
import { runInForeground } from '../core/process.mjs';
import { setUp } from '../core/setUp.mjs';
import { allSteps, computingSteps, librarySteps } from '../steps/index.mjs';

/** The commands of the library's own command line, with what each needs. Options and help are the library's. */
export const libraryCommands = {
  start: libraryCommand('notebooks, figures and the comparison table from nothing', allSteps),
  figures: libraryCommand('redraw every figure from stored results', allSteps),
  experiments: libraryCommand('train and evaluate the runs of a profile', allSteps),
  train: libraryCommand('train and evaluate one run', allSteps),
  tune: libraryCommand('choose hyperparameters on validation classes', allSteps),
  search: libraryCommand('search the architecture of the query model', allSteps),
  data: libraryCommand('data sets: list, fetch, check, render, clean', librarySteps),
  'gpu-check': libraryCommand('compare GPU and CPU, report speed', computingSteps),
  bench: libraryCommand('time this library against established ones', computingSteps),
};

function libraryCommand(summary, steps) {
  return {
    summary,
    ownHelp: true,
    async run(args, name) {
      if (!(await setUp(steps))) return 1;
      const program = join(workspace.compiled, 'cli', 'main.js');
      return runInForeground(process.execPath, [program, name, ...args], { cwd: workspace.root });
    },
  };
}

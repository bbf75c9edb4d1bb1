import { setUp } from '../core/setUp.mjs';
import { benchStep } from '../steps/index.mjs';
import { libraryCommands } from './library.mjs';

/** The library's benchmark; `--setup` makes the environment of the libraries to compare with, which nothing else needs. */
export const bench = {
  ...libraryCommands.bench,
  async run(args, name) {
    if (!args.includes('--setup')) return libraryCommands.bench.run(args, name);
    return (await setUp([benchStep], { required: [benchStep.name] })) ? 0 : 1;
  },
};

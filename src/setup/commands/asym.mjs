import { doctor } from './doctor.mjs';
import { libraryCommands, runLibrary } from './library.mjs';
import { librarySteps } from '../steps/index.mjs';

/** Every command of the library under one name, in the folder where it was called. */
export const asym = {
  summary:
    'all commands for your own gallery: train, extract, rank, search, evaluate, report, export, data, doctor',
  ownHelp: true,
  run(args) {
    const name = args.find((word, n) => !word.startsWith('-') && args[n - 1] !== '--plugin');
    // The doctor has to work where the library does not.
    const isPlainDoctor =
      name === 'doctor' && args.every((word) => ['doctor', '--json', '--trace'].includes(word));
    if (isPlainDoctor) return doctor.run(args);
    return runLibrary(libraryCommands[name]?.steps ?? librarySteps, args, process.cwd());
  },
};

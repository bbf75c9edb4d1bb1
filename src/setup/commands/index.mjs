import { asym } from './asym.mjs';
import { bench } from './bench.mjs';
import { doctor } from './doctor.mjs';
import { lab } from './lab.mjs';
import { licences } from './licences.mjs';
import { libraryCommands } from './library.mjs';
import { ray } from './ray.mjs';
import { setup } from './setup.mjs';
import { site } from './site.mjs';
import { test } from './test.mjs';
import { weights } from './weights.mjs';

/** Every command by name, as `{ summary, help, run(args, name) }`; `run` resolves to the exit code. */
export const commands = {
  asym,
  ...libraryCommands,
  bench,
  test,
  lab,
  ray,
  setup,
  doctor,
  site,
  weights,
  licences,
};

import { local } from './engines/local.js';
import { ray } from './engines/ray.js';
import { slurm } from './engines/slurm.js';

/** Ways in which jobs come to run; another one is a file and a line here. */
export const engines = { local, slurm, ray };

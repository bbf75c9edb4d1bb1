import { Command } from 'commander';
import { RetrievalError } from '../errors.js';
import { benchCommand } from './bench.js';
import { dataCommand } from './data.js';
import { experimentsCommand } from './experiments.js';
import { figuresCommand } from './figures.js';
import { gpuCheckCommand } from './gpuCheck.js';
import { searchCommand } from './search.js';
import { startCommand } from './start.js';
import { trainCommand } from './train.js';
import { tuneCommand } from './tune.js';

const program = new Command('npm run')
  .description('Asymmetric image retrieval: data, experiments, figures')
  .showHelpAfterError()
  .addCommand(startCommand())
  .addCommand(dataCommand())
  .addCommand(experimentsCommand())
  .addCommand(tuneCommand())
  .addCommand(searchCommand())
  .addCommand(figuresCommand())
  .addCommand(trainCommand())
  .addCommand(gpuCheckCommand())
  .addCommand(benchCommand());

try {
  await program.parseAsync();
  // The native backend keeps threads alive.
  process.exit(process.exitCode ?? 0);
} catch (error) {
  console.error(error instanceof RetrievalError ? error.message : error);
  process.exit(1);
}

import { exitCodeOf } from './exitCodes.js';
import { printError } from './printError.js';
import { createProgram } from './program.js';

let code: number;
try {
  await createProgram().parseAsync();
  code = Number(process.exitCode ?? 0);
} catch (error) {
  printError(error);
  code = exitCodeOf(error);
}
// The native backend keeps threads alive, and a pipe may still have to take what was printed.
process.stdout.write('', () => process.exit(code));

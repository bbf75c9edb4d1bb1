import { exitCodeOf } from './exitCodes.js';
import { jsonError, wantsJson } from './jsonError.js';
import { hasPrintedJson, printJson } from './output.js';
import { printError } from './printError.js';
import { createProgram } from './program.js';

// Whoever reads the output, such as `head`, may have had enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

let code: number;
try {
  await createProgram().parseAsync();
  code = Number(process.exitCode ?? 0);
} catch (error) {
  const failure = exitCodeOf(error);
  printError(error);
  if (failure !== 0 && wantsJson() && !hasPrintedJson()) printJson(jsonError(error, failure));
  code = failure;
}
// The native backend keeps threads alive, and a pipe may still have to take what was printed.
process.stdout.write('', () => process.exit(code));

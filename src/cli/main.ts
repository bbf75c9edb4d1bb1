import { endWithParent } from '../base/endWithParent.js';
import { fileSystemError } from '../base/files/fileSystemError.js';
import { exitCodeOf, exitCodes } from './exitCodes.js';
import { jsonError, wantsJson } from './jsonError.js';
import { hasPrintedJson, printJson } from './output.js';
import { allPrinted, outliveOutput } from './outputStreams.js';
import { printError } from './printError.js';
import { createProgram } from './program.js';

endWithParent();
outliveOutput();
// A file that grows beyond what is allowed would end the process without a word; this way the write fails.
if (process.platform !== 'win32') process.on('SIGXFSZ', () => undefined);

let code: number;
try {
  await createProgram().parseAsync();
  code = Number(process.exitCode ?? 0);
} catch (thrown) {
  const error = fileSystemError(thrown);
  const failure = exitCodeOf(error);
  printError(error);
  if (failure !== 0 && wantsJson() && !hasPrintedJson()) printJson(jsonError(error, failure));
  code = failure;
}
const unprinted = await allPrinted();
if (unprinted !== undefined) {
  printError(unprinted);
  code ||= exitCodes.failed;
}
// The native backend keeps threads alive.
process.exit(code);

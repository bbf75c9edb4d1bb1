import { CommanderError } from 'commander';
import { RetrievalError } from '../errors.js';

/** Whether errors are shown with the place in the code that they come from. */
export function wantsTrace(words = process.argv, environment = process.env): boolean {
  return words.includes('--trace') || Boolean(environment.ASYMMETRIC_TRACE);
}

/** What the reader of the standard error output learns of an error: a sentence with its cure, or all there is to know. */
export function errorText(error: unknown, trace: boolean): string {
  if (trace) return traceOf(error);
  if (error instanceof RetrievalError) return error.message;
  const message = error instanceof Error ? error.message : String(error);
  return `${message}\n  fix: if this says too little, run it again with --trace`;
}

/** The stack of an error and of its causes. */
function traceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.stack ?? error.message;
  return error.cause === undefined ? own : `${own}\ncaused by: ${traceOf(error.cause)}`;
}

/** Prints an error; commander has printed its own already. */
export function printError(error: unknown, trace = wantsTrace()): void {
  if (error instanceof CommanderError && !trace) return;
  console.error(errorText(error, trace));
}

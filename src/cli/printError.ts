import { existsSync } from 'node:fs';
import { CommanderError } from 'commander';
import { RetrievalError } from '../errors.js';

/** Whether errors are shown with the place in the code that they come from. */
export function wantsTrace(words = process.argv, environment = process.env): boolean {
  return words.includes('--trace') || Boolean(environment.ASYMMETRIC_TRACE);
}

/** How the engine, its WebAssembly and its buffers say that they were given no memory. */
const noMemory = /out of memory|allocation failed|cannot allocate/i;
const moreMemory =
  'let this process have more memory (ulimit -v, the control group, other programs), or lower the batch or the size of the pictures';

/** Node takes a package for absent whose files it may not open. */
function isThere(message: string): boolean {
  const [, path] = /^Cannot find package '(.+?node_modules\/(?:@[^/]+\/)?[^/']+)/.exec(message) ?? [];
  return path !== undefined && existsSync(path);
}

/** What the reader of the standard error output learns of an error: a sentence with its cure, or all there is to know. */
export function errorText(error: unknown, trace: boolean): string {
  if (trace) return traceOf(error);
  if (error instanceof RetrievalError) return error.message;
  const message = error instanceof Error ? error.message : String(error);
  if (isThere(message))
    return `${message}\n  fix: it is there, but too many files are open; raise the limit, for example \`ulimit -n 4096\``;
  if (noMemory.test(message)) return `${message}\n  fix: ${moreMemory}`;
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

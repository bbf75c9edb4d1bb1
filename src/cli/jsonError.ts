import { CommanderError } from 'commander';
import { RetrievalError, type ErrorDetails } from '../errors.js';
import type { ExitCode } from './exitCodes.js';

/** An error as `--json` prints it. */
export interface JsonError {
  error: Pick<ErrorDetails, 'what' | 'where' | 'expected' | 'found' | 'fix'>;
  exitCode: ExitCode;
}

/** Whether the one document of a command is asked for. */
export function wantsJson(words = process.argv): boolean {
  const end = words.indexOf('--');
  return words.slice(0, end < 0 ? undefined : end).includes('--json');
}

/** The document that takes the place of the results. */
export function jsonError(error: unknown, exitCode: ExitCode): JsonError {
  return { error: partsOf(error), exitCode };
}

function partsOf(error: unknown): JsonError['error'] {
  if (error instanceof RetrievalError) {
    const { what, where, expected, found, fix } = error.details;
    return { what, where, expected, found, fix };
  }
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof CommanderError)) return { what: message };
  const [what, ...rest] = message.replace(/^error: /, '').split('\n');
  const suggestion = rest.join(' ').replace(/^\((.*)\)$/, '$1');
  return { what: what!, where: 'the command line', fix: suggestion || 'see --help' };
}

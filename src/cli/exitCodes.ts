import { CommanderError } from 'commander';
import { RetrievalError } from '../errors.js';
import { isInterrupted } from './interruption.js';

/** What a command ends with. */
export const exitCodes = { done: 0, failed: 1, usage: 2, data: 3, interrupted: 130 } as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export const exitCodesHelp = `Exit codes: 0 done, 1 failed, 2 wrong usage or configuration, 3 data missing or broken,
            130 interrupted`;

/** The exit code that tells a script what kind of error ended the command. */
export function exitCodeOf(error: unknown): ExitCode {
  if (isInterrupted()) return exitCodes.interrupted;
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  return error instanceof RetrievalError ? exitCodes[error.details.kind ?? 'failed'] : exitCodes.failed;
}

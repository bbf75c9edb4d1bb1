/**
 * Who can mend it: the caller, who asked for something that there is not (`usage`), or the keeper of files that are missing
 * or broken (`data`). The commands turn it into their exit code.
 */
export type ErrorKind = 'usage' | 'data';

/** What an error tells its reader: what went wrong, where, what was expected, what was found, how to fix it. */
export interface ErrorDetails {
  /** One sentence: what went wrong. */
  what: string;
  /** File, line, field or argument at fault. */
  where?: string;
  expected?: string;
  found?: string;
  /** What the reader can do about it. */
  fix?: string;
  kind?: ErrorKind;
  cause?: unknown;
}

/** Characters of one detail; a list of problems fits in, all the numbers of an array do not. */
const longestDetail = 10_000;

function bounded(text: string): string {
  if (text.length <= longestDetail) return text;
  return `${text.slice(0, longestDetail)}... (${text.length - longestDetail} more characters)`;
}

/** The one error class of the library; its message is the details, one per line, each of bounded length. */
export class RetrievalError extends Error {
  readonly details: ErrorDetails;

  constructor(given: ErrorDetails) {
    const details = { ...given };
    for (const part of ['what', 'where', 'expected', 'found', 'fix'] as const) {
      // What is thrown from plain JavaScript need not be text.
      if (details[part] !== undefined) details[part] = bounded(String(details[part]));
    }
    const { what, where, expected, found, fix } = details;
    const lines = [
      what,
      where && `  where: ${where}`,
      expected && `  expected: ${expected}`,
      found && `  found: ${found}`,
      fix && `  fix: ${fix}`,
    ];
    super(lines.filter(Boolean).join('\n'), { cause: details.cause });
    this.name = 'RetrievalError';
    this.details = details;
  }
}

/** Does work that depends on files: errors of the library that do not say their kind become errors of data. */
export async function readingData<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RetrievalError) error.details.kind ??= 'data';
    throw error;
  }
}

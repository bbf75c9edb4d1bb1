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
  cause?: unknown;
}

/** The one error class of the library; its message is the details, one per line. */
export class RetrievalError extends Error {
  readonly details: ErrorDetails;

  constructor(details: ErrorDetails) {
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

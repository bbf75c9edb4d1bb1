/** What the reader is told when something does not work: what, and what to do about it. */
export class Problem extends Error {
  constructor(
    what: string,
    readonly fix = '',
  ) {
    super(what);
  }
}

/** Anything that was thrown as something to tell. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const { details } = error as { details?: { what: string; fix?: string } };
  if (details) return new Problem(`${details.what}.`, details.fix);
  return new Problem(error instanceof Error ? error.message : String(error));
}

/** A file of the demo. @throws Problem when it is not there. */
export async function fetched(address: string): Promise<Response> {
  const response = await fetch(address).catch(() => undefined);
  if (response?.ok) return response;
  const found = response ? `${response.status} ${response.statusText}` : 'no answer';
  throw new Problem(
    `${address} can not be loaded: ${found}.`,
    'See whether the server still runs, and load this page again.',
  );
}

import { RetrievalError, type ErrorDetails } from '../errors.js';

/**
 * Does work whose errors its reader would not understand.
 * @throws RetrievalError in these words, with the error as what was found; the library's own errors as they are.
 */
export async function inWords<T>(
  words: Omit<ErrorDetails, 'found' | 'cause'>,
  work: () => T | Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof RetrievalError) throw cause;
    throw new RetrievalError({
      ...words,
      found: cause instanceof Error ? cause.message : String(cause),
      cause,
    });
  }
}

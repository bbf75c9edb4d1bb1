import { RetrievalError, type ErrorDetails } from '../../errors.js';
import { suggest } from './suggest.js';

/**
 * The error (usage) for a name that is not among the known ones; its cure is the one that was probably meant, if one is near.
 * @param details what the error says beside it; by default `expected` lists the known names.
 */
export function unknownName(
  found: string,
  known: readonly string[],
  details: Pick<ErrorDetails, 'what'> & Partial<ErrorDetails>,
): RetrievalError {
  const meant = suggest(found, known);
  return new RetrievalError({
    expected: known.join(', '),
    found,
    kind: 'usage',
    ...details,
    ...(meant !== undefined && { fix: `did you mean "${meant}"?` }),
  });
}

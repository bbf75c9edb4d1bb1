import { RetrievalError } from '../errors.js';
import type { Dataset, RetrievalSplit } from './types.js';

/** A split of a data set by name. @throws RetrievalError that lists the splits there are. */
export function findSplit(
  { name, splits }: Pick<Dataset, 'name' | 'splits'>,
  wanted: string,
): RetrievalSplit {
  const split = splits[wanted];
  if (split) return split;
  throw new RetrievalError({
    what: `The data set ${name} has no such split`,
    where: 'split',
    expected: Object.keys(splits).join(', '),
    found: wanted,
  });
}

import type { z } from 'zod';
import { textsAt } from '../config/schemasAt.js';
import { RetrievalError } from '../../errors.js';

/**
 * The kind that the schema of a definition is for: the fixed text of its field `kind`.
 * @throws RetrievalError (usage) for a definition without a schema, or one whose schema has not one kind.
 */
export function kindOf(what: string, { schema }: { schema: z.ZodType }): string {
  const kinds = schema?._zod ? textsAt(schema, ['kind'], {}) : [];
  if (kinds.length === 1 && kinds[0] !== '') return kinds[0]!;
  throw new RetrievalError({
    what: `The definition of the ${what} has no kind`,
    where: 'schema',
    expected: "a schema of zod 4 with one kind, as z.strictObject({ kind: z.literal('mine') })",
    found: schema?._zod ? `${kinds.length} kinds` : 'no such schema',
    kind: 'usage',
  });
}

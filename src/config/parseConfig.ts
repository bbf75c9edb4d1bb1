import type { z } from 'zod';
import { RetrievalError } from '../errors.js';

/**
 * Checks a configuration against its schema and fills in the defaults.
 * @param what names the configuration in the error.
 * @throws RetrievalError listing every problem with the path to its field.
 */
export function parseConfig<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  what: string,
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map(
    (issue) => `${issue.path.join('.') || 'the value itself'}: ${issue.message}`,
  );
  throw new RetrievalError({
    what: `The configuration of ${what} is not valid`,
    where: problems.join('; '),
    found: JSON.stringify(value),
    fix: 'correct the named fields; unknown fields are refused so that a typing error cannot pass',
  });
}

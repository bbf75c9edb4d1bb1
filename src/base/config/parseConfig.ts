import type { z } from 'zod';
import { RetrievalError } from '../../errors.js';
import { keysAt, textsAt } from './schemasAt.js';
import { suggest } from './suggest.js';

/** Characters of a configuration that an error shows. */
const longestShown = 300;

/**
 * Checks a configuration against its schema and fills in the defaults.
 * @param what names the configuration in the error.
 * @throws RetrievalError (usage) listing every problem with the path to its field, and for unknown fields and names the
 *   known one that was probably meant.
 */
export function parseConfig<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  what: string,
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new RetrievalError({
    what: `The configuration of ${what} is not valid`,
    where: result.error.issues.flatMap((issue) => problemsOf(issue, schema, value)).join('; '),
    found: shortened(JSON.stringify(value)),
    fix: 'correct the named fields; unknown fields are refused so that a typing error cannot pass',
    kind: 'usage',
  });
}

/** The problems name their fields, so that the whole is only worth its space where it is short. */
function shortened(text: string | undefined): string | undefined {
  return text !== undefined && text.length > longestShown ? `${text.slice(0, longestShown)}...` : text;
}

function problemsOf(issue: z.core.$ZodIssue, schema: z.ZodType, value: unknown): string[] {
  const place = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, issue.path, value);
    return issue.keys.map(
      (key) => `${[...place, key].join('.')}: there is no such field${meant(key, known)}`,
    );
  }
  const where = place.join('.') || 'the value itself';
  const found = issue.path.reduce<unknown>(
    (part, key) => (part as Record<PropertyKey, unknown>)?.[key],
    value,
  );
  if ((issue.code === 'invalid_union' || issue.code === 'invalid_value') && typeof found === 'string') {
    const known = textsAt(schema, issue.path, value);
    if (known.length > 0) return [`${where}: there is no ${JSON.stringify(found)}${meant(found, known)}`];
  }
  return [`${where}: ${issue.message}`];
}

function meant(name: string, known: readonly string[]): string {
  const suggestion = suggest(name, known);
  if (suggestion !== undefined) return `; did you mean ${JSON.stringify(suggestion)}?`;
  return known.length > 0 ? `; there are ${known.join(', ')}` : '';
}

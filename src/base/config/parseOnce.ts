import type { z } from 'zod';
import { parseConfig } from './parseConfig.js';

/** Only {@link parseOnce} gives it; a spread copy loses it, as it may have been changed. */
declare class Checked {
  protected readonly checked: true;
}

/** A configuration that its schema has checked, every default written out. */
export type Complete<Config> = Config & Checked;

/** The schema that each complete configuration came out of. */
const schemaOf = new WeakMap<object, z.ZodType>();

/**
 * Checks a configuration and fills in the defaults, at the edge where it comes in; one that came out of this schema before
 * is given back as it is. The result is frozen, so that it stays what was checked.
 *
 * @param what names the configuration in the error.
 * @throws RetrievalError (usage) as `parseConfig` does.
 */
export function parseOnce<Schema extends z.ZodType<object>>(
  schema: Schema,
  value: object,
  what: string,
): Complete<z.output<Schema>> {
  if (schemaOf.get(value) === schema) return value as Complete<z.output<Schema>>;
  const config = parseConfig(schema, value, what);
  freeze(config);
  schemaOf.set(config, schema);
  return config as Complete<z.output<Schema>>;
}

/** Freezes plain objects and lists at any depth. */
function freeze(value: unknown): void {
  const isPlain =
    typeof value === 'object' &&
    value !== null &&
    (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype);
  if (!isPlain || Object.isFrozen(value)) return;
  Object.freeze(value);
  Object.values(value).forEach(freeze);
}

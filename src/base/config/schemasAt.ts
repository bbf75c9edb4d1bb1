import { z } from 'zod';
import { choiceOf } from './chosenSchema.js';

/**
 * The schemas that a schema may hold at a place inside it. Where several forms are possible, those of the forms whose fixed
 * values (such as `kind`) are the given ones, or of all forms.
 *
 * @param value what the schema was given.
 */
export function schemasAt(schema: z.ZodType, path: readonly PropertyKey[], value: unknown): z.ZodType[] {
  const inner = unwrapped(schema);
  const choice = choiceOf(inner);
  if (choice) return schemasAt(choice.choose(value), path, value);
  if (inner instanceof z.ZodUnion) {
    const forms = inner.options as z.ZodType[];
    const fitting = forms.filter((form) => hasFixedValues(form, value));
    return (fitting.length > 0 ? fitting : forms).flatMap((form) => schemasAt(form, path, value));
  }
  const [key, ...rest] = path;
  if (key === undefined) return [inner];
  const part = inner instanceof z.ZodArray ? (inner.element as z.ZodType) : shapeOf(inner)[String(key)];
  return part ? schemasAt(part, rest, partOf(value, key)) : [];
}

/** The keys that an object may have at a place, for suggestions. */
export function keysAt(schema: z.ZodType, path: readonly PropertyKey[], value: unknown): string[] {
  return [...new Set(schemasAt(schema, path, value).flatMap((found) => Object.keys(shapeOf(found))))];
}

/** The texts among the fixed values that may stand at a place. */
export function textsAt(schema: z.ZodType, path: readonly PropertyKey[], value: unknown): string[] {
  return [...new Set(schemasAt(schema, path, value).flatMap(fixedValues))].filter(
    (text) => typeof text === 'string',
  );
}

/** The schema inside those that only add a default, allow nothing or change the result. */
function unwrapped(schema: z.ZodType): z.ZodType {
  if (choiceOf(schema)) return schema;
  if (
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable
  ) {
    return unwrapped(schema.unwrap() as z.ZodType);
  }
  return schema instanceof z.ZodPipe ? unwrapped(schema.in as z.ZodType) : schema;
}

function shapeOf(schema: z.ZodType): Record<string, z.ZodType> {
  return schema instanceof z.ZodObject ? schema.shape : {};
}

function fixedValues(schema: z.ZodType): unknown[] {
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodLiteral) return [...inner.values];
  return inner instanceof z.ZodEnum ? inner.options : [];
}

/** Whether one of the form's fields with fixed values has one of them. */
function hasFixedValues(form: z.ZodType, value: unknown): boolean {
  return Object.entries(shapeOf(unwrapped(form))).some(([key, field]) =>
    fixedValues(field).includes(partOf(value, key)),
  );
}

function partOf(value: unknown, key: PropertyKey): unknown {
  const isObject = typeof value === 'object' && value !== null;
  return isObject ? (value as Record<PropertyKey, unknown>)[key] : undefined;
}

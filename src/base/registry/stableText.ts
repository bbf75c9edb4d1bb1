import { z } from 'zod';

/** Part of a value that has no text of its own. */
class NoText extends Error {}

/**
 * A text that changes with a value and with the code in it: functions by their source, schemas by what they are made of.
 * What a function refers to outside itself is not in it.
 *
 * @returns `undefined` where a part has no such text: native and bound functions, instances of classes.
 */
export function stableText(value: unknown): string | undefined {
  try {
    return textOf(value, new Set());
  } catch (error) {
    if (error instanceof NoText) return undefined;
    throw error;
  }
}

function textOf(value: unknown, above: Set<unknown>): string {
  if (typeof value === 'function') return functionText(value);
  if (typeof value === 'bigint' || typeof value === 'symbol') throw new NoText();
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined';
  if (above.has(value)) return 'circle';
  const inside = new Set([...above, value]);
  if (value instanceof RegExp) return value.toString();
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    return `[${Array.from(value as ArrayLike<unknown>, (item) => textOf(item, inside)).join()}]`;
  }
  if (isOfZod(value)) return `schema${partsText(value._zod.def, inside)}`;
  if (Object.getPrototypeOf(value) !== Object.prototype) throw new NoText();
  return partsText(value, inside);
}

function functionText(value: object): string {
  const text = Function.prototype.toString.call(value);
  if (/\{\s*\[native code\]\s*\}$/.test(text)) throw new NoText();
  return text;
}

function partsText(parts: object, above: Set<unknown>): string {
  const entries = Object.entries(parts).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, part]) => `${JSON.stringify(key)}:${textOf(part, above)}`).join()}}`;
}

/** A schema, or a check of one; also of another copy of zod. */
function isOfZod(value: object): value is { _zod: { def: object } } {
  return value instanceof z.core.$ZodType || value instanceof z.core.$ZodCheck;
}

/** Characters of a value that are shown. */
const longest = 100;

/** What a value is, short enough for a message whatever the value: its kind, and of a list how long it is. */
export function describeValue(value: unknown): string {
  if (typeof value === 'string') return `the text ${shortened(JSON.stringify(value))}`;
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value !== 'object' || value === null) return String(value);
  const kind = (Object.getPrototypeOf(value) as { constructor?: { name?: string } } | null)?.constructor
    ?.name;
  const length = (value as { length?: unknown }).length;
  if (typeof length === 'number') return `${Array.isArray(value) ? 'a list' : `a ${kind}`} of ${length}`;
  return kind === undefined || kind === 'Object' ? `an object ${shortened(keysOf(value))}` : `a ${kind}`;
}

const keysOf = (value: object): string => `{ ${Object.keys(value).slice(0, 10).join(', ')} }`;

const shortened = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}...` : text);

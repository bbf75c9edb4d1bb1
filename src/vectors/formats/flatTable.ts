/** A field of a table: its number in the schema, and what it holds. Defaults are left out. */
export type FlatField =
  [slot: number, type: 'byte' | 'short' | 'int', value: number] | [slot: number, FlatValue];

/** A table, a list of tables, or a text. */
export type FlatValue = FlatField[] | { list: FlatField[][] } | string;

const widths = { byte: 1, short: 2, int: 4, offset: 4 } as const;

/**
 * The bytes of a table in the FlatBuffers format, for the few small ones that are written here: what refers to something
 * stands in front of it, so that all of it is written in one go.
 */
export function flatTable(root: FlatField[]): Uint8Array {
  const bytes: number[] = [0, 0, 0, 0];
  put(bytes, 0, 4, writeTable(bytes, root));
  align(bytes, 8);
  return Uint8Array.from(bytes);
}

/** Appends a table and what it refers to; returns its place. */
function writeTable(bytes: number[], fields: FlatField[]): number {
  const slots = Math.max(0, ...fields.map(([slot]) => slot + 1));
  const head = 4 + 2 * slots;
  // The table behind its list of fields begins at a multiple of four.
  while ((bytes.length + head) % 4 !== 0) bytes.push(0);
  const listed = bytes.length;
  append(bytes, 2, head);
  append(bytes, 2, 0);
  for (let slot = 0; slot < slots; slot++) append(bytes, 2, 0);
  const start = bytes.length;
  append(bytes, 4, start - listed);
  const references: [place: number, value: FlatValue][] = [];
  for (const [slot, what, value] of fields) {
    const type = typeof value === 'number' ? (what as 'byte' | 'short' | 'int') : 'offset';
    align(bytes, widths[type]);
    put(bytes, listed + 4 + 2 * slot, 2, bytes.length - start);
    if (type === 'offset') references.push([bytes.length, what]);
    append(bytes, widths[type], typeof value === 'number' ? value : 0);
  }
  put(bytes, listed + 2, 2, bytes.length - start);
  for (const [place, value] of references) put(bytes, place, 4, writeValue(bytes, value) - place);
  return start;
}

function writeValue(bytes: number[], value: FlatValue): number {
  if (Array.isArray(value)) return writeTable(bytes, value);
  align(bytes, 4);
  const start = bytes.length;
  if (typeof value === 'string') {
    const text = Buffer.from(value);
    append(bytes, 4, text.length);
    bytes.push(...text, 0);
    return start;
  }
  append(bytes, 4, value.list.length);
  const places = value.list.map(() => bytes.push(0, 0, 0, 0) - 4);
  value.list.forEach((table, n) => put(bytes, places[n]!, 4, writeTable(bytes, table) - places[n]!));
  return start;
}

function align(bytes: number[], width: number): void {
  while (bytes.length % width !== 0) bytes.push(0);
}

function append(bytes: number[], width: number, value: number): void {
  const place = bytes.length;
  for (let n = 0; n < width; n++) bytes.push(0);
  put(bytes, place, width, value);
}

/** A whole number, its lowest byte first. */
function put(bytes: number[], place: number, width: number, value: number): void {
  for (let n = 0; n < width; n++) bytes[place + n] = (value >> (8 * n)) & 255;
}

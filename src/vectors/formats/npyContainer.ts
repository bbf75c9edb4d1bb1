import { describeNpy, howToSaveField, longestHeader, type NpyDescription } from './npyHeader.js';
import { RetrievalError } from '../../errors.js';
import type { Arrangement } from './arrange.js';
import type { Container } from './container.js';
import { readBytes, withFile } from './fileNumbers.js';
import { decodeTexts, npyElements, type NpyElements } from './npyElements.js';
import { integerTexts, isIntegerType, toFloat32 } from './numbers.js';

/** An array in NumPy's form, in a file of its own or in an archive. */
export interface NpyEntry {
  /** Its name in the archive; empty for a file of its own. */
  name: string;
  /** Names the array in errors. */
  label: string;
  /** Bytes of the whole entry. */
  size: number;
  header: NpyDescription;
  /** The bytes behind the header. */
  read: () => Promise<Uint8Array>;
  /** The file, if the entry is the whole of it. */
  path?: string;
}

/**
 * What an `.npy` file holds; its numbers are read when they are asked for.
 *
 * @throws RetrievalError for a header that is malformed or does not fit the size of the file, and for pickled objects.
 */
export async function openNpy(path: string): Promise<Container> {
  const container: Container = { path, noun: 'array', arrays: [], lists: [], others: [] };
  const { header, size } = await withFile(path, async (handle) => {
    const { size } = await handle.stat();
    const head = await readBytes(handle, path, 0, Math.min(size, longestHeader));
    return { header: describeNpy(head, path), size };
  });
  const read = () => withFile(path, (handle) => readBytes(handle, path, header.start, size - header.start));
  addNpyEntry(container, { name: '', label: path, size, header, read, path });
  return container;
}

/**
 * Adds an array to what a file holds: two-dimensional numbers, texts or integers that can be ids, or something else.
 *
 * @throws RetrievalError for a size that is not the header's, and for pickled objects, which are not run: at once if
 *   there is nothing else in the file, else when they are asked for.
 */
export function addNpyEntry(container: Container, entry: NpyEntry): void {
  const { name, label, size, header, read, path } = entry;
  const { descriptor, shape, columnMajor, start, fields } = header;
  const elements = npyElements(descriptor);
  if (fields) {
    container.others.push(`${name || 'an array'}: records of ${fields.join(', ')}, which are not read`);
    container.advice ??= howToSaveField(fields);
    return;
  }
  if (descriptor.includes('O')) {
    addPickle(container, entry);
    return;
  }
  const count = shape.reduce((product, axis) => product * axis, 1);
  if (elements && size !== start + count * elements.width)
    throw wrongSize(entry, start + count * elements.width);
  const [first, second] = shape;
  if (elements?.kind === 'numbers' && shape.length === 2) {
    const { form } = elements;
    const arrangement: Arrangement = { shape: [first!, second!], columnMajor };
    container.arrays.push({
      name,
      description: `[${shape.join(', ')}]`,
      shape: () => Promise.resolve(arrangement.shape),
      read: async () => ({ data: toFloat32(await read(), form, label), arrangement }),
      inFile: path === undefined ? undefined : { numbers: { path, form, start, count }, arrangement },
    });
    return;
  }
  if (elements && shape.length === 1 && canBeIds(elements)) {
    container.lists.push({ name, read: async () => texts(await read(), count, elements, label) });
  }
  container.others.push(`${name || 'an array'}: ${descriptor} [${shape.join(', ')}]`);
}

function canBeIds(elements: NpyElements): boolean {
  return elements.kind === 'texts' || isIntegerType(elements.form.type);
}

function texts(bytes: Uint8Array, count: number, elements: NpyElements, label: string): string[] {
  return elements.kind === 'texts'
    ? decodeTexts(bytes, count, elements.form, label)
    : integerTexts(bytes, elements.form);
}

function addPickle({ lists, others }: Container, { name, label, path }: NpyEntry): void {
  if (path !== undefined) throw pickled(label);
  lists.push({ name, read: () => Promise.reject(pickled(label)) });
  others.push(`${name}: Python objects, which are not read`);
}

function pickled(where: string): RetrievalError {
  return new RetrievalError({
    what: 'The array holds Python objects, which are pickled, and pickles are not run here',
    where,
    expected: 'numbers or text',
    found: "dtype('O')",
    fix: 'store it again as `array.astype("float32")`, and ids as `array.astype(str)`',
  });
}

function wrongSize({ label, size }: NpyEntry, expected: number): RetrievalError {
  return new RetrievalError({
    what: 'The array does not have the size that its header promises',
    where: label,
    expected: `${expected} bytes`,
    found: `${size} bytes`,
    fix: 'fetch or write the file again: it is cut off or damaged',
  });
}

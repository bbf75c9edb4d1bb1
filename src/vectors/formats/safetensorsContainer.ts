import { RetrievalError } from '../../errors.js';
import type { Arrangement } from './arrange.js';
import type { Container } from './container.js';
import { readBytes, readFileNumbers, withFile, type FileNumbers } from './fileNumbers.js';
import { bytesPerNumber, integerTexts, isIntegerType, type NumberType } from './numbers.js';
import {
  lengthBytes,
  longestJson,
  parseSafetensorsHeader,
  type SafetensorsHeader,
  type TensorEntry,
} from './safetensorsHeader.js';

/**
 * What a safetensors file holds; its numbers are read when they are asked for. Ids are an entry of its metadata, a JSON
 * list of texts, or a one-dimensional tensor of integers.
 *
 * @throws RetrievalError for a header that is too long, malformed or does not fit the file.
 */
export async function openSafetensors(path: string): Promise<Container> {
  const { tensors, metadata } = await readSafetensorsHeader(path);
  const container: Container = { path, noun: 'tensor', arrays: [], lists: [], others: [] };
  for (const tensor of tensors) addTensor(container, tensor);
  for (const [name, text] of metadata) {
    if (container.lists.some((list) => list.name === name)) throw ambiguous(path, name);
    container.lists.push({ name, read: () => Promise.resolve(parseIds(text, path, name)) });
  }
  return container;
}

/** What a safetensors file says of its tensors. */
export async function readSafetensorsHeader(path: string): Promise<SafetensorsHeader> {
  return withFile(path, async (handle) => {
    const { size } = await handle.stat();
    const prefix = Buffer.from(await readBytes(handle, path, 0, lengthBytes));
    const length = prefix.readBigUInt64LE(0);
    const longest = Math.min(size - lengthBytes, longestJson);
    if (length > BigInt(longest)) {
      throw new RetrievalError({
        what: 'The header of the safetensors file is longer than there is room for',
        where: path,
        expected: `at most ${longest} bytes`,
        found: `${length} bytes`,
        fix: 'fetch or write the file again: it is cut off, damaged or not safetensors',
      });
    }
    return parseSafetensorsHeader(await readBytes(handle, path, lengthBytes, Number(length)), size, path);
  });
}

function addTensor(container: Container, tensor: TensorEntry): void {
  const { name, dtype, type, shape } = tensor;
  const numbers = type && numbersOf(container.path, tensor, type);
  const [rows, columns] = shape;
  if (numbers && shape.length === 2) {
    const arrangement: Arrangement = { shape: [rows!, columns!], columnMajor: false };
    container.arrays.push({
      name,
      description: `[${shape.join(', ')}]`,
      shape: () => Promise.resolve(arrangement.shape),
      read: async () => ({ data: await readFileNumbers(numbers), arrangement }),
      inFile: { numbers, arrangement },
    });
    return;
  }
  if (type && shape.length === 1 && isIntegerType(type)) {
    container.lists.push({ name, read: () => integers(container.path, tensor, type) });
  }
  container.others.push(`${name}: ${dtype} [${shape.join(', ')}]${type ? '' : ', a type that is not read'}`);
  if (!type)
    container.advice ??= `write the tensor as F32, for example tensors[${JSON.stringify(name)}].float()`;
}

function numbersOf(path: string, { start, end }: TensorEntry, type: NumberType): FileNumbers {
  return { path, form: { type }, start, count: (end - start) / bytesPerNumber[type] };
}

async function integers(path: string, { start, end }: TensorEntry, type: NumberType): Promise<string[]> {
  const bytes = await withFile(path, (handle) => readBytes(handle, path, start, end - start));
  return integerTexts(bytes, { type });
}

function parseIds(text: string, path: string, name: string): string[] {
  let ids: unknown;
  try {
    ids = JSON.parse(text);
  } catch {
    ids = undefined;
  }
  if (Array.isArray(ids) && ids.every((id) => typeof id === 'string')) return ids;
  throw new RetrievalError({
    what: 'The metadata does not hold ids',
    where: `${path}, ${JSON.stringify(name)}`,
    expected: 'a JSON list of texts',
    found: text.slice(0, 60),
    fix: 'give the ids in a file of their own',
  });
}

function ambiguous(path: string, name: string): RetrievalError {
  return new RetrievalError({
    what: 'A tensor and an entry of the metadata have one name',
    where: `${path}, ${JSON.stringify(name)}`,
    fix: 'give the ids in a file of their own',
  });
}

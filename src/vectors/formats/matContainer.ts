import { inflateSync } from 'node:zlib';
import { RetrievalError } from '../../errors.js';
import type { Container } from './container.js';
import { readWholeFile } from './fileNumbers.js';
import { damagedMat, matTypes, readMatElement, type MatBytes } from './matElement.js';
import { isNumeric, matNumbers, matTexts, readMatVariable, type MatVariable } from './matMatrix.js';
import { integerTexts, toFloat32 } from './numbers.js';

const headerBytes = 128;
const endianPosition = 126;
/** Unpacked bytes for each packed one beyond which a variable counts as a bomb; embeddings hardly shrink at all. */
const largestRatio = 200;
/** Unpacked bytes that are never called a bomb. */
const harmlessBytes = 2 ** 24;

/**
 * What a MATLAB 5 file holds, packed variables included. Its numbers are column-major: an array `[D, N]` has the vectors
 * of the landmark benchmarks' owners, one after the other.
 *
 * @throws RetrievalError for a damaged file and for a variable that unpacks to a multiple of its size.
 */
export async function openMat(path: string): Promise<Container> {
  const bytes = await readWholeFile(path);
  const container: Container = { path, noun: 'array', arrays: [], lists: [], others: [] };
  for (const variable of readVariables(bytes, path)) {
    const { name, shape, type } = variable;
    if (isNumeric(variable)) addNumbers(container, variable);
    else container.others.push(`${name || 'without a name'}: ${type} [${shape.join(', ')}]`);
    if (type === 'cell' || type === 'char') {
      container.lists.push({ name, read: () => Promise.resolve(matTexts(variable)) });
    }
  }
  return container;
}

function readVariables(bytes: Uint8Array, path: string): MatVariable[] {
  if (bytes.length < headerBytes) throw damagedMat({ where: path }, 0, `${bytes.length} bytes`);
  const mark = Buffer.from(bytes.subarray(endianPosition, headerBytes)).toString('latin1');
  if (mark !== 'IM' && mark !== 'MI') throw damagedMat({ where: path }, endianPosition, JSON.stringify(mark));
  const file: MatBytes = { bytes, littleEndian: mark === 'IM', where: path };
  const variables = new Map<string, MatVariable>();
  for (let position = headerBytes; position < bytes.length;) {
    const { type, data, next } = readMatElement(file, position);
    const body = type === matTypes.compressed ? unpack({ ...file, bytes: data }, position) : data;
    if (type !== matTypes.compressed && type !== matTypes.matrix) {
      throw damagedMat(file, position, `an element of type ${type} instead of a variable`);
    }
    const variable = readMatVariable({ ...file, bytes: body });
    if (variables.has(variable.name)) {
      throw damagedMat(file, position, `two variables named ${JSON.stringify(variable.name)}`);
    }
    const where = `${path}, variable ${JSON.stringify(variable.name)}`;
    variables.set(variable.name, { ...variable, body: { ...variable.body, where } });
    position = next;
  }
  return [...variables.values()];
}

function unpack(packed: MatBytes, position: number): Uint8Array {
  const limit = Math.max(harmlessBytes, packed.bytes.length * largestRatio);
  let bytes: Uint8Array;
  try {
    bytes = inflateSync(packed.bytes, { maxOutputLength: limit });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw bomb(packed, limit);
    throw damagedMat(packed, position, cause instanceof Error ? cause.message : String(cause), cause);
  }
  const { type, data } = readMatElement({ ...packed, bytes }, 0);
  if (type === matTypes.matrix) return data;
  throw damagedMat(packed, position, `a packed element of type ${type} instead of a variable`);
}

function addNumbers(container: Container, variable: MatVariable): void {
  const { name, shape, body } = variable;
  const [rows, columns] = [shape[0]!, shape[1]!];
  container.arrays.push({
    name,
    description: `[${shape.join(', ')}]`,
    shape: () => Promise.resolve([rows, columns]),
    read: () => {
      const { bytes, form } = matNumbers(variable);
      const data = toFloat32(bytes, form, body.where);
      return Promise.resolve({ data, arrangement: { shape: [rows, columns], columnMajor: true } });
    },
  });
  if (rows === 1 || columns === 1) {
    container.lists.push({ name, read: () => Promise.resolve(integers(variable)) });
  }
}

/** Whole numbers as ids; MATLAB stores them as float64 unless it is told otherwise. */
function integers(variable: MatVariable): string[] {
  const { bytes, form } = matNumbers(variable);
  const texts = integerTexts(bytes, form);
  const odd = texts.findIndex((text) => !/^-?\d+$/.test(text));
  if (odd < 0) return texts;
  throw new RetrievalError({
    what: 'An id is no whole number',
    where: `${variable.body.where}, number ${odd}`,
    expected: 'whole numbers or texts',
    found: texts[odd],
    fix: 'name another variable, or give a file of ids',
  });
}

function bomb({ where, bytes }: MatBytes, limit: number): RetrievalError {
  return new RetrievalError({
    what: 'A variable in the .mat file unpacks to far more than it takes, as a zip bomb does',
    where,
    expected: `at most ${limit} bytes from ${bytes.length}`,
    found: 'more',
    fix: 'store it with `save -v6`, which does not pack, if it is genuine',
  });
}

import { damagedMat, matNumberTypes, matTypes, readMatElement, type MatBytes } from './matElement.js';
import { bytesPerNumber, type NumberForm } from './numbers.js';

/** A variable of a MATLAB 5 file. */
export interface MatVariable {
  name: string;
  shape: number[];
  /** What MATLAB calls its type: `single`, `cell`, `sparse` ... */
  type: string;
  /** Where its content begins in `body`. */
  content: number;
  body: MatBytes;
}

const classes = [
  'unknown',
  'cell',
  'struct',
  'object',
  'char',
  'sparse',
  'double',
  'single',
  'int8',
  'uint8',
  'int16',
  'uint16',
  'int32',
  'uint32',
  'int64',
  'uint64',
];
const numeric = new Set(classes.slice(classes.indexOf('double')));
const complexFlag = 0x0800;
const logicalFlag = 0x0200;

/**
 * Name, shape and type of a matrix element.
 *
 * @throws RetrievalError for elements that are missing or malformed.
 */
export function readMatVariable(body: MatBytes): MatVariable {
  const flags = readMatElement(body, 0);
  const axes = readMatElement(body, flags.next);
  const name = readMatElement(body, axes.next);
  const view = viewOf(flags.data);
  const isRight =
    flags.type === 6 && flags.data.length === 8 && axes.type === 5 && [1, 16].includes(name.type);
  if (!isRight) throw damagedMat(body, 0, 'a matrix without flags, dimensions and name');
  const word = view.getUint32(0, body.littleEndian);
  const shape = Array.from({ length: axes.data.length >>> 2 }, (_, i) =>
    viewOf(axes.data).getInt32(4 * i, body.littleEndian),
  );
  const isPossible = shape.length >= 2 && shape.every((axis) => axis >= 0) && axes.data.length % 4 === 0;
  if (!isPossible) throw damagedMat(body, flags.next, `dimensions [${shape.join(', ')}]`);
  const plain = classes[word & 0xff] ?? 'unknown';
  const kind = word & complexFlag ? 'complex ' : word & logicalFlag ? 'logical ' : '';
  return {
    name: Buffer.from(name.data).toString('utf8'),
    shape,
    type: `${kind}${plain}`,
    content: name.next,
    body,
  };
}

/** Whether the variable is a real matrix of numbers. */
export function isNumeric({ type, shape }: MatVariable): boolean {
  return numeric.has(type) && shape.length === 2;
}

/**
 * The bytes of a matrix of numbers, column after column. MATLAB may store them in a smaller type than the matrix has.
 *
 * @throws RetrievalError for bytes that do not fill the shape.
 */
export function matNumbers({ body, content, shape }: MatVariable): { bytes: Uint8Array; form: NumberForm } {
  const { type, data } = readMatElement(body, content);
  const number = matNumberTypes.get(type);
  const count = shape.reduce((product, axis) => product * axis, 1);
  if (!number || data.length !== count * bytesPerNumber[number]) {
    throw damagedMat(body, content, `${data.length} bytes of type ${type} for [${shape.join(', ')}]`);
  }
  return { bytes: data, form: { type: number, bigEndian: !body.littleEndian } };
}

/**
 * The texts of a cell array of texts, or the rows of a matrix of characters without the blanks that fill them up.
 *
 * @throws RetrievalError for cells that hold something else.
 */
export function matTexts(variable: MatVariable): string[] {
  const { type, shape, content, body } = variable;
  if (type === 'char') return rowsOfCharacters(variable).map((row) => row.trimEnd());
  const count = shape.reduce((product, axis) => product * axis, 1);
  const texts: string[] = [];
  for (let position = content; texts.length < count;) {
    const element = readMatElement(body, position);
    const where = `${body.where}, cell ${texts.length}`;
    const cell = element.type === matTypes.matrix && readMatVariable({ ...body, bytes: element.data, where });
    const rows = cell && cell.type === 'char' ? rowsOfCharacters(cell) : undefined;
    if (!rows || rows.length > 1) throw damagedMat(body, position, `a cell ${texts.length} that is no text`);
    texts.push(rows[0] ?? '');
    position = element.next;
  }
  return texts;
}

function rowsOfCharacters({ body, content, shape }: MatVariable): string[] {
  const { type, data } = readMatElement(body, content);
  const [rows, width] = [shape[0]!, shape[1]!];
  const characters = decodeCharacters(type, data, body, content);
  if (shape.length !== 2 || characters.length !== rows * width) {
    throw damagedMat(body, content, `${characters.length} characters for [${shape.join(', ')}]`);
  }
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: width }, (_, column) => characters[column * rows + row]).join(''),
  );
}

/** Characters as the shape counts them: UTF-16 units where they are stored so, else code points. */
function decodeCharacters(type: number, data: Uint8Array, body: MatBytes, position: number): string[] {
  const number = matNumberTypes.get(type);
  if (type === matTypes.utf8) return Array.from(Buffer.from(data).toString('utf8'));
  if (number === 'u16' || type === matTypes.utf16) {
    const view = viewOf(data);
    return Array.from({ length: data.length >>> 1 }, (_, i) =>
      String.fromCharCode(view.getUint16(2 * i, body.littleEndian)),
    );
  }
  if (number === 'u8' || number === 'i8') return Array.from(data, (byte) => String.fromCharCode(byte));
  throw damagedMat(body, position, `characters of type ${type}`);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

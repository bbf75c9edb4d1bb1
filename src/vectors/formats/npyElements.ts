import { RetrievalError } from '../../errors.js';
import { bytesPerNumber, type NumberForm, type NumberType } from './numbers.js';

/** Text of a fixed width, filled up with NULs. */
export interface TextForm {
  /** UTF-32 (`U`) or bytes that are taken for UTF-8 (`S`). */
  encoding: 'utf32' | 'utf8';
  bytesPerText: number;
  bigEndian: boolean;
}

/** What an array of NumPy is made of. */
export type NpyElements =
  { kind: 'numbers'; form: NumberForm; width: number } | { kind: 'texts'; form: TextForm; width: number };

/** Elements by NumPy's name of them (`<f4`, `|S12`); nothing for those that are neither numbers nor text. */
export function npyElements(descriptor: string): NpyElements | undefined {
  const match = /^([<>|=])([fiuUS])(\d{1,6})$/.exec(descriptor);
  if (!match) return undefined;
  const [, order, kind, digits] = match as unknown as [string, string, string, string];
  const [bigEndian, size] = [order === '>', Number(digits)];
  if (kind === 'U' || kind === 'S') {
    const bytesPerText = kind === 'U' ? 4 * size : size;
    const encoding = kind === 'U' ? 'utf32' : 'utf8';
    return { kind: 'texts', form: { encoding, bytesPerText, bigEndian }, width: bytesPerText };
  }
  const type = `${kind}${size * 8}`;
  if (!(type in bytesPerNumber)) return undefined;
  return { kind: 'numbers', form: { type: type as NumberType, bigEndian }, width: size };
}

/**
 * Texts of a fixed width.
 *
 * @param where names the array in errors.
 * @throws RetrievalError for bytes that are no UTF-8 and for numbers that are no characters.
 */
export function decodeTexts(bytes: Uint8Array, count: number, form: TextForm, where: string): string[] {
  const { bytesPerText, encoding } = form;
  return Array.from({ length: count }, (_, i) => {
    const part = bytes.subarray(i * bytesPerText, (i + 1) * bytesPerText);
    try {
      return encoding === 'utf32' ? decodeUtf32(part, form.bigEndian) : decodeUtf8(part);
    } catch (cause) {
      const name = encoding === 'utf32' ? 'UTF-32' : 'UTF-8';
      throw new RetrievalError({ what: `An id is not ${name} text`, where: `${where}, row ${i}`, cause });
    }
  });
}

function decodeUtf32(bytes: Uint8Array, bigEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const points = Array.from({ length: bytes.length / 4 }, (_, i) => view.getUint32(4 * i, !bigEndian));
  return withoutPadding(points.map((point) => String.fromCodePoint(point)).join(''));
}

function decodeUtf8(bytes: Uint8Array): string {
  return withoutPadding(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
}

function withoutPadding(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 0) end--;
  return text.slice(0, end);
}

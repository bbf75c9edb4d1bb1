import { extname } from 'node:path';
import type { DatasetProblem } from '../../base/problems/problem.js';

/** Endings of the files that count as pictures; what a file really is, its first bytes decide. */
const endings: readonly string[] = ['.jpg', '.jpeg', '.jfif', '.png', '.webp'];
const otherFormats = /\.(avif|bmp|cr[23]|dng|gif|hei[cf]|nef|arw|tiff?)$/i;

/** Whether a file counts as a picture by its name. */
export const isPictureName = (name: string): boolean => endings.includes(extname(name).toLowerCase());

/** What is said of a file whose name is no picture's. */
export function passedOver(name: string, where: string): Omit<DatasetProblem, 'severity'> {
  const isPicture = otherFormats.test(name);
  return {
    what: isPicture
      ? 'A picture of a format that is not read is passed over'
      : 'A file that is no picture is passed over',
    where,
    expected: `a name that ends in ${endings.join(', ')}`,
    found: name,
    fix: isPicture ? 'convert it to JPEG' : 'convert it, or remove it',
  };
}

/** The same of several files in a sentence; nothing of none. */
export function passedOverNotes(names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const pictures = names.filter((name) => otherFormats.test(name));
  const others =
    pictures.length > 0
      ? `; ${pictures.length} of other formats, such as ${pictures[0]}: convert them to JPEG`
      : '';
  return [`Passed over, no JPEG, PNG or WebP by the ending: ${names.length}, the first ${names[0]}${others}`];
}

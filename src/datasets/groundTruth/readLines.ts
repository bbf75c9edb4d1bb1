import { inWords } from '../../base/inWords.js';
import { readRegular } from '../../base/files/regularFile.js';
import { RetrievalError } from '../../errors.js';

/** A line of a list that is not empty. */
export interface ListLine {
  /** `file:line`, for messages. */
  where: string;
  text: string;
  /** The text cut at white space. */
  words: string[];
}

/** Bytes of a file as the readers of ground truth take them; one larger than this is no ground truth. */
const largestFile = 2 ** 28;

/**
 * The lines of a list in UTF-8 that hold something; a byte-order mark and either line ending are taken.
 *
 * @throws RetrievalError for a file that is missing, empty, too large or no text.
 */
export async function readLines(file: string): Promise<ListLine[]> {
  const bytes = await readGroundTruthFile(file);
  let content: string;
  try {
    content = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new RetrievalError({ what: 'The list is not UTF-8 text', where: file, fix: fetchAgain, cause });
  }
  const lines = content
    .split(/\r?\n/)
    .map((line, i) => ({ where: `${file}:${i + 1}`, text: line.trim() }))
    .filter(({ text }) => text !== '');
  if (lines.length === 0)
    throw new RetrievalError({ what: 'The list is empty', where: file, fix: fetchAgain });
  return lines.map((line) => ({ ...line, words: line.text.split(/\s+/) }));
}

/**
 * The bytes of a file of ground truth.
 *
 * @throws RetrievalError for a file that cannot be read or is far too large.
 */
export function readGroundTruthFile(file: string): Promise<Uint8Array> {
  const words = {
    what: 'The ground truth cannot be read',
    where: file,
    expected: 'a readable file',
    fix: 'correct the path',
  };
  return inWords(words, () => readRegular(file, largestFile));
}

/** What to do with a list that its owner did not write like this. */
export const fetchAgain = 'fetch the file again from its owner: it is cut off or changed';

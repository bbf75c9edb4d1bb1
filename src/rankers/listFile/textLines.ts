import { openRegular } from '../../base/files/regularFile.js';
import { RetrievalError } from '../../errors.js';

/** Characters that a line may have. */
const longestLine = 2 ** 26;

/** A line with its number, from 1. */
export interface TextLine {
  number: number;
  text: string;
}

/**
 * The lines of a UTF-8 file that are not empty, a piece of the file at a time.
 * @throws RetrievalError (data) for what is no file, no UTF-8 text, or has a line of more than 64 million characters.
 */
export async function* textLines(file: string): AsyncGenerator<TextLine> {
  const handle = await openRegular(file);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (bytes?: Uint8Array) => {
    try {
      return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
    } catch (cause) {
      throw unreadable(`${file}:${number}`, 'UTF-8 text', 'other bytes', cause);
    }
  };
  let rest = '';
  let number = 1;
  try {
    for await (const bytes of handle.createReadStream({ autoClose: false })) {
      const lines = (rest + decode(bytes as Uint8Array)).split('\n');
      rest = lines.pop()!;
      for (const line of lines) {
        if (line.trim() !== '') yield { number, text: line.trim() };
        number++;
      }
      if (rest.length > longestLine) {
        throw unreadable(`${file}:${number}`, `at most ${longestLine} characters a line`, 'a longer line');
      }
    }
    rest += decode();
    if (rest.trim() !== '') yield { number, text: rest.trim() };
  } finally {
    await handle.close();
  }
}

function unreadable(where: string, expected: string, found: string, cause?: unknown): RetrievalError {
  return new RetrievalError({
    what: 'The file of lists cannot be read',
    where,
    expected,
    found,
    fix: 'look whether this is the right file',
    kind: 'data',
    cause,
  });
}

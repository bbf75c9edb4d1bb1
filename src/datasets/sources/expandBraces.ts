import { RetrievalError } from '../../errors.js';

/** Most names that one text may stand for. */
const mostNames = 100_000;

/**
 * The names that `{000..127}` in a text stands for, as WebDataset writes them: numbers in a row, as wide as the first.
 * @throws RetrievalError (usage) for numbers that run backwards or are too many.
 */
export function expandBraces(text: string): string[] {
  const match = /\{(\d+)\.\.(\d+)\}/.exec(text);
  if (!match) return [text];
  const [whole, from, to] = match as unknown as [string, string, string];
  const count = Number(to) - Number(from) + 1;
  if (!(count >= 1 && count <= mostNames)) {
    throw new RetrievalError({
      what: 'The numbers in braces are no range',
      where: text,
      expected: `from the smaller to the larger, at most ${mostNames}`,
      found: whole,
      kind: 'usage',
    });
  }
  const [before, after] = [text.slice(0, match.index), text.slice(match.index + whole.length)];
  return Array.from(
    { length: count },
    (_, n) => before + String(Number(from) + n).padStart(from.length, '0'),
  ).flatMap((start) => expandBraces(after).map((end) => start + end));
}

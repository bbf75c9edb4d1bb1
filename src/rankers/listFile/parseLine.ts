import { RetrievalError } from '../../errors.js';

/** What a line says of a picture's list, by ids. */
export interface ListLine {
  picture: string;
  others: string[];
  /** Place of the first of `others`; of a line that is a whole list missing. */
  rank?: number;
  scores?: number[];
}

/**
 * Reads `picture Q0 other rank score tag` (TREC), or a JSON object with `id`, `list` and perhaps `scores`.
 * @throws RetrievalError for anything else.
 */
export function parseLine(text: string): ListLine {
  return text.startsWith('{') ? parseObject(text) : parseTrec(text);
}

function parseTrec(text: string): ListLine {
  const words = text.split(/\s+/);
  const [picture, , other, rank, score] = words;
  const numbers = [Number(rank), Number(score)] as const;
  if (words.length !== 6 || !Number.isInteger(numbers[0]) || !Number.isFinite(numbers[1])) {
    throw wrongLine('`picture Q0 other rank score tag` with a whole rank and a finite score', text);
  }
  return { picture: picture!, others: [other!], rank: numbers[0], scores: [numbers[1]] };
}

function parseObject(text: string): ListLine {
  const expected =
    '{"id": "picture", "list": ["other", ...]}, perhaps with "scores", finite numbers as many as the list has';
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw wrongLine(expected, text);
  }
  const { id, list, scores, ...more } = value as Record<string, unknown>;
  const isList = Array.isArray(list) && list.every((other) => typeof other === 'string');
  const areScores =
    scores === undefined ||
    (Array.isArray(scores) && scores.every((score) => Number.isFinite(score)) && isList);
  if (
    typeof id !== 'string' ||
    !isList ||
    !areScores ||
    (scores && (scores as number[]).length !== list.length) ||
    Object.keys(more).length > 0
  ) {
    throw wrongLine(expected, text);
  }
  return { picture: id, others: list, ...(scores && { scores: scores as number[] }) };
}

function wrongLine(expected: string, found: string): RetrievalError {
  return new RetrievalError({
    what: 'The line is no part of a list',
    expected,
    found: found.slice(0, 100),
    fix: 'correct the line',
    kind: 'data',
  });
}

import { RetrievalError } from '../../errors.js';

const [begin, end, instead] = ['// BEGIN SOLUTION', '// END SOLUTION', '//> '] as const;

/** Whether a cell holds a part that the learner is to fill in. */
export const isTask = (code: string): boolean => code.includes(begin);

/**
 * The learner's version of a solved cell. What stands between `// BEGIN SOLUTION` and `// END SOLUTION` is left out; of it
 * stay the lines that begin with `//> `, without these signs.
 *
 * @param where the cell, for errors
 * @throws RetrievalError for marks that don't come in pairs, and for a solution that leaves no `TODO` behind.
 * @example
 * learnerCode('// BEGIN SOLUTION\nconst x = 1;\n//> const x: number = undefined; // TODO\n// END SOLUTION', 'cell 1');
 */
export function learnerCode(code: string, where: string): string {
  const kept: string[] = [];
  let isInside = false;
  for (const line of code.split('\n')) {
    const text = line.trim();
    if (text === begin || text === end) {
      if (isInside === (text === begin)) throw notInPairs(where, text);
      isInside = text === begin;
    } else if (!isInside) {
      kept.push(line);
    } else if (text.startsWith(instead.trim())) {
      kept.push(line.replace(/\/\/> ?/, ''));
    }
  }
  if (isInside) throw notInPairs(where, 'the end of the cell');
  if (isTask(code) && !kept.some((line) => line.includes('TODO'))) {
    throw new RetrievalError({
      what: 'A task leaves nothing to fill in',
      where,
      expected: `a line with TODO, as in "${instead}const x: number = undefined; // TODO: the rank"`,
      found: 'none',
    });
  }
  return kept.join('\n');
}

/** A solved cell without the marks and what stands for the learner only. */
export function solvedCode(code: string): string {
  const isMark = (text: string): boolean => text === begin || text === end || text.startsWith(instead.trim());
  return code
    .split('\n')
    .filter((line) => !isMark(line.trim()))
    .join('\n');
}

function notInPairs(where: string, found: string): RetrievalError {
  return new RetrievalError({
    what: 'The marks of a solution do not come in pairs',
    where,
    expected: `${begin}, then ${end}`,
    found,
  });
}

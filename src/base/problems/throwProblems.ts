import { describeProblem, type ProblemList } from './problem.js';
import { RetrievalError } from '../../errors.js';

/** Problems named one by one in an error's text. */
const namedProblems = 20;

/**
 * @param what has the problems
 * @throws RetrievalError that names what is wrong with a list, if anything is.
 */
export function throwProblems({ problems }: ProblemList, where: string, what = 'The ground truth'): void {
  const [first] = problems;
  if (!first) return;
  const lines = problems.slice(0, namedProblems).map((problem) => `\n    ${describeProblem(problem)}`);
  const more = problems.length > namedProblems ? `\n    and ${problems.length - namedProblems} more` : '';
  throw new RetrievalError({
    what: `${what} has ${problems.length} problem${problems.length === 1 ? '' : 's'}`,
    where,
    expected: 'none of these:',
    found: lines.join('') + more,
    fix: first.fix,
  });
}

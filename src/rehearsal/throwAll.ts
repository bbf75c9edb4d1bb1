import { describeProblem, type ProblemList } from '../base/problems/problem.js';
import { RetrievalError } from '../errors.js';

/**
 * @param what has the problems, where they are several
 * @param where they are then
 * @throws RetrievalError (usage) that is the only error among the problems, or lists all.
 */
export function throwAll({ problems }: ProblemList, what: string, where: string): void {
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  throw new RetrievalError({
    what: errors.length === 1 ? errors[0]!.what : `${what} has ${errors.length} problems`,
    where: errors.length === 1 ? errors[0]!.where : where,
    expected: errors.length === 1 ? errors[0]!.expected : 'none of these:',
    found:
      errors.length === 1
        ? errors[0]!.found
        : errors.map((error) => `\n    ${describeProblem(error)}`).join(''),
    fix: errors.map(({ fix }) => fix).join('; '),
    kind: 'usage',
  });
}

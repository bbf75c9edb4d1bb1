import { RetrievalError } from '../../errors.js';

/** One thing that is wrong with a data set. */
export interface DatasetProblem {
  /** An error keeps the data set from being used, a warning does not. */
  severity: 'error' | 'warning';
  what: string;
  /** File and line, or the picture. */
  where: string;
  expected: string;
  found: string;
  fix: string;
}

/** Problems named one by one in an error's text. */
const namedProblems = 20;

/** Collects problems instead of stopping at the first. */
export class ProblemList {
  readonly problems: DatasetProblem[] = [];

  error(problem: Omit<DatasetProblem, 'severity'>): void {
    this.problems.push({ severity: 'error', ...problem });
  }

  warn(problem: Omit<DatasetProblem, 'severity'>): void {
    this.problems.push({ severity: 'warning', ...problem });
  }

  /** Takes over an error that was thrown. */
  caught(error: unknown, where: string): void {
    const details = error instanceof RetrievalError ? error.details : { what: String(error) };
    const { what, expected = '', found = '', fix = '' } = details;
    this.error({ what, where, expected, found, fix });
  }

  /** @throws RetrievalError that names the errors, if there are any. */
  throwErrors(dataset: string): void {
    const errors = this.problems.filter(({ severity }) => severity === 'error');
    const [first] = errors;
    if (!first) return;
    const lines = errors.slice(0, namedProblems).map((problem) => `\n    ${describeProblem(problem)}`);
    const more = errors.length > namedProblems ? `\n    and ${errors.length - namedProblems} more` : '';
    throw new RetrievalError({
      what: `The data set has ${errors.length} problem${errors.length === 1 ? '' : 's'}`,
      where: dataset,
      expected: 'none of these:',
      found: lines.join('') + more,
      fix: `${first.fix}; \`npx asym data check\` lists every problem`,
    });
  }
}

/** A problem on one line. */
export function describeProblem({ where, what, expected, found }: DatasetProblem): string {
  const details = [expected && `expected ${expected}`, found && `found ${found}`].filter(Boolean).join(', ');
  return `${where}: ${what}${details ? ` (${details})` : ''}`;
}

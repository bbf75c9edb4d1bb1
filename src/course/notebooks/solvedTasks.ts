import { isTask, solvedCode } from './learnerCode.js';
import { learnerNotebook } from './learnerNotebook.js';
import { linesOf, sourceOf, type Notebook, type NotebookCell } from './notebook.js';

/** Whether a cell tells what a check says. */
export const isCheck = (cell: Pick<NotebookCell, 'cell_type' | 'source'>): boolean =>
  cell.cell_type === 'code' && sourceOf(cell).includes('showVerdict(');

/**
 * The learner's notebook, as it is read from top to bottom, and after it every task once more, solved, with its check. To
 * execute it tells that the learner's version runs and that every solution passes, at little more than the cost of one.
 */
export function learnerThenSolved(solved: Notebook, name: string): Notebook {
  const learner = learnerNotebook(solved, name);
  const tasks = solved.cells.filter((cell) => isTask(sourceOf(cell)) || isCheck(cell));
  const again = tasks.map(
    (cell): NotebookCell => ({
      ...cell,
      id: `${cell.id}-solved`,
      source: linesOf(solvedCode(sourceOf(cell))),
      outputs: [],
      execution_count: null,
    }),
  );
  return { ...learner, cells: [...learner.cells, ...again] };
}

import { learnerCode } from './learnerCode.js';
import { linesOf, sourceOf, type Notebook, type NotebookCell } from './notebook.js';

/**
 * The learner's notebook of a solved one: tasks in place of their solutions, and links from one folder higher. A cell
 * whose text stays as it was keeps its outputs.
 *
 * @param name of the notebook, for errors
 * @param before the learner's notebook as it is
 * @throws RetrievalError as `learnerCode`.
 */
export function learnerNotebook(solved: Notebook, name: string, before?: Notebook): Notebook {
  const known = new Map(before?.cells.map((cell) => [cell.id, cell]));
  const cells = solved.cells.map((cell): NotebookCell => {
    const { id, cell_type: kind, metadata } = cell;
    if (kind !== 'code') {
      return { id, cell_type: kind, metadata, source: linesOf(oneFolderHigher(sourceOf(cell))) };
    }
    const code = learnerCode(sourceOf(cell), `${name}, cell ${id}`);
    const old = known.get(id);
    const isKept = old?.cell_type === 'code' && sourceOf(old) === code;
    return {
      id,
      cell_type: kind,
      metadata,
      source: linesOf(code),
      outputs: isKept ? (old.outputs ?? []) : [],
      execution_count: isKept ? (old.execution_count ?? null) : null,
    };
  });
  return { ...solved, metadata: before?.metadata ?? solved.metadata, cells };
}

/** Links to pages of the workspace, which solved notebooks are one folder farther from. */
const oneFolderHigher = (text: string): string => text.replaceAll('](../../', '](../');

/** A notebook as its file holds it, as far as the course looks into it. */
export interface Notebook {
  cells: NotebookCell[];
  metadata: Record<string, unknown>;
  nbformat: number;
  nbformat_minor: number;
}

/** One of its cells. */
export interface NotebookCell {
  id: string;
  cell_type: string;
  metadata: Record<string, unknown>;
  /** A text, or a list of its lines. */
  source: string | string[];
  outputs?: unknown[];
  execution_count?: number | null;
}

/** The text of a cell. */
export const sourceOf = ({ source }: Pick<NotebookCell, 'source'>): string => [source].flat().join('');

/** A text as the lines that files of notebooks hold. */
export const linesOf = (text: string): string[] => text.split(/(?<=\n)/);

/** A notebook as Jupyter itself writes it: keys in order, one space for each level. */
export function notebookText(notebook: Notebook): string {
  return `${JSON.stringify(sorted(notebook), null, 1)}\n`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, part]) => [key, sorted(part)]));
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspacePath } from '../../src/base/files/workspacePath.js';

export interface Output {
  output_type: string;
  text?: string | string[];
  data?: Record<string, unknown>;
  metadata?: Record<string, { alt?: string } | undefined>;
}

export interface Cell {
  id: string;
  cell_type: 'markdown' | 'code';
  source: string | string[];
  outputs?: Output[];
}

export const folder = workspacePath('notebooks');

/** The entrance: where to begin, and how a task works. */
export const entrance = '00-start.ipynb';

/** File names of the others in the order in which they are read. */
export const notebooks = readdirSync(folder)
  .filter((name) => name.endsWith('.ipynb') && name !== entrance)
  .sort();

export function readCells(file: string): Cell[] {
  return (JSON.parse(readFileSync(file, 'utf8')) as { cells: Cell[] }).cells;
}

/** The committed cells of a notebook. */
export const cellsOf = (name: string): Cell[] => readCells(join(folder, name));

/** In files a long text may be a list of its lines. */
export const textOf = (text: unknown): string => (Array.isArray(text) ? text.join('') : (text as string));

export const codeOf = (cells: readonly Cell[]): string[] =>
  cells.filter(({ cell_type }) => cell_type === 'code').map(({ source }) => textOf(source));

/** Lines of code that do something: no imports, comments and empty lines. */
export function workingLines(code: string): string[] {
  return code
    .replace(/^import\s[^;]*;$/gm, '')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.trim().startsWith('//'));
}

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { atomicWrite } from '../../base/files/atomicWrite.js';
import { makeFolder } from '../../base/files/makeFolder.js';
import { workspacePath } from '../../base/files/workspacePath.js';
import { RetrievalError } from '../../errors.js';
import { learnerNotebook } from './learnerNotebook.js';
import { notebookText, type Notebook } from './notebook.js';

/** Where the course's notebooks lie. */
export const learnerFolder = (): string => workspacePath('notebooks');
/** Where their solved versions lie, from which they are written. */
export const solvedFolder = (): string => workspacePath('notebooks', 'solutions');

/** File names of the solved notebooks, in the order of the course. */
export const solvedNotebooks = (): string[] =>
  readdirSync(solvedFolder())
    .filter((name) => name.endsWith('.ipynb'))
    .sort();

export const readNotebook = (file: string): Notebook => JSON.parse(readFileSync(file, 'utf8')) as Notebook;

/** What became of a learner's notebook. */
export interface WrittenNotebook {
  name: string;
  /** It already was what its source gives. */
  isUnchanged: boolean;
  /** Where the notebook was put aside that stood there before. */
  aside?: string;
}

/**
 * Solved notebooks by their file names or the beginnings of these, such as `02`.
 * @throws RetrievalError for a name that no notebook has.
 */
export function chosenNotebooks(names: readonly string[]): string[] {
  const all = solvedNotebooks();
  const unknown = names.find((name) => !all.some((file) => file.startsWith(name)));
  if (unknown !== undefined) {
    throw new RetrievalError({
      what: 'There is no notebook of this name',
      expected: `the beginning of one of ${all.join(', ')}`,
      found: unknown,
      kind: 'usage',
    });
  }
  return names.length === 0 ? all : all.filter((file) => names.some((name) => file.startsWith(name)));
}

/** The learner's notebook that a source gives, as text, with the outputs that still hold. */
export function learnerText(name: string): string {
  const file = join(learnerFolder(), name);
  const before = existsSync(file) ? readNotebook(file) : undefined;
  return notebookText(learnerNotebook(readNotebook(join(solvedFolder(), name)), name, before));
}

/** Whether a learner's notebook is there and has what its source gives, however the numbers in its outputs are written. */
export function isAsItsSource(name: string): boolean {
  const file = join(learnerFolder(), name);
  return existsSync(file) && notebookText(readNotebook(file)) === learnerText(name);
}

/**
 * Writes a learner's notebook from its source. One that would change is put aside first, because there may be answers in it.
 */
export async function writeLearnerNotebook(name: string): Promise<WrittenNotebook> {
  const file = join(learnerFolder(), name);
  const text = learnerText(name);
  if (isAsItsSource(name)) return { name, isUnchanged: true };
  const aside = existsSync(file) ? workspacePath('data', 'course', name) : undefined;
  if (aside) {
    await makeFolder(workspacePath('data', 'course'));
    await copyFile(file, aside);
  }
  await atomicWrite(file, text);
  return { name, isUnchanged: false, ...(aside && { aside }) };
}

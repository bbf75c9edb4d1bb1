import { access } from 'node:fs/promises';
import { extname } from 'node:path';
import { RetrievalError } from '../../errors.js';

const endings = ['.jsonl', '.trec'];

/**
 * Refuses a file for lists before any are made.
 * @throws RetrievalError (usage) for another ending, and for a file that is there and may not be replaced.
 */
export async function checkListsFile(file: string, { overwrite }: { overwrite: boolean }): Promise<void> {
  if (!endings.includes(extname(file))) {
    throw new RetrievalError({
      what: 'The ending of the file names no format of lists',
      where: '--out',
      expected: endings.join(', '),
      found: file,
      fix: 'for example: --out lists.jsonl',
      kind: 'usage',
    });
  }
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  if (!isThere || overwrite) return;
  throw new RetrievalError({
    what: 'There is a file of this name',
    where: file,
    expected: 'no file yet',
    found: 'one',
    fix: 'name another file with --out, or replace it with --overwrite',
    kind: 'usage',
  });
}

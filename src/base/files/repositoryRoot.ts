import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RetrievalError } from '../../errors.js';

const workspaceName = 'asymmetric-retrieval-workspace';

/** Absolute path of the workspace that holds `data`, `figures` and `notebooks`. */
export function repositoryRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const file = join(folder, 'package.json');
    if (
      existsSync(file) &&
      (JSON.parse(readFileSync(file, 'utf8')) as { name?: string }).name === workspaceName
    ) {
      return folder;
    }
    const parent = dirname(folder);
    if (parent === folder) {
      throw new RetrievalError({
        what: 'The workspace folder was not found',
        expected: `a package.json named "${workspaceName}" above the library`,
        fix: 'run the library from inside its clone',
      });
    }
    folder = parent;
  }
}

import { workspacePath } from '../../base/files/workspacePath.js';
import { checksumFile } from '../../base/files/listedFiles.js';
import { libraryFolder } from '../../base/files/libraryFolder.js';
import { packagePath } from '../../base/files/packagePath.js';
import { shortHash } from '../../experiments/hashes.js';
import { lockHash } from '../../experiments/lockHash.js';
import { filesBelow, filesHash } from '../../report/notebook/execute/notebookHash.js';

/** Folders of the workspace whose results notebooks read, and the endings of what they read there. */
const results: Record<string, string[]> = {
  figures: ['results.json', 'tuning.json', checksumFile],
  'figures/search': ['.json'],
  'figures/bench': ['.json', '.jsonl'],
};

/** Hash of everything that notebooks read besides their own source: the library, what executes them, committed results. */
export function notebookState(): string {
  const executor = packagePath('report', 'notebook', 'execute');
  return shortHash(
    [
      filesHash(libraryFolder, filesBelow(libraryFolder, ['.js', '.ts'])),
      filesHash(executor, filesBelow(executor, ['.py', '.json', '.js', '.cjs'])),
      ...Object.entries(results).map(([folder, endings]) => {
        const path = workspacePath(folder);
        return filesHash(path, filesBelow(path, endings));
      }),
      lockHash(),
    ].join('\n'),
  );
}

import { lstatSync, readdirSync, realpathSync, statSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { fileSystemError } from './fileSystemError.js';

/** Something in a folder that can not be gone into or reached. */
export interface UnreachablePlace {
  path: string;
  /** One sentence. */
  what: string;
  found: string;
  fix: string;
}

/** What lies below a folder. */
export interface FolderFiles {
  /** Everything but folders, relative to the folder, with `/`, in the order of the names. */
  files: string[];
  unreachable: UnreachablePlace[];
}

/**
 * The files of a folder and of those below it. Hidden ones are passed over. Links are followed: those to a folder above, or
 * to one that another link has led to, are unreachable, as are links that lead nowhere and names that are no UTF-8.
 * @throws the error of the file system when the folder itself can not be listed.
 */
export function folderFiles(root: string): FolderFiles {
  const found: FolderFiles = { files: [], unreachable: [] };
  walk(root, '', readdirSync(root, { withFileTypes: true }), new Set([realpathSync(root)]), new Set(), found);
  found.files.sort();
  return found;
}

const badLink = 'put the file or folder itself in the place of the link, or remove it';

/** @param above real paths of the folders that lead here. @param linked those of folders that links have led to. */
function walk(
  root: string,
  below: string,
  entries: Dirent[],
  above: ReadonlySet<string>,
  linked: Set<string>,
  found: FolderFiles,
): void {
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const name = below + entry.name;
    const path = join(root, name);
    const refuse = (what: string, reason: string, fix: string): void => {
      found.unreachable.push({ path, what, found: reason, fix });
    };
    if (!entry.isDirectory() && !entry.isSymbolicLink()) {
      if (entry.name.includes('\ufffd') && !lstatSync(path, { throwIfNoEntry: false })) {
        refuse('The name of a file is no UTF-8', JSON.stringify(name), 'rename the file');
      } else found.files.push(name);
      continue;
    }
    try {
      if (!statSync(path).isDirectory()) {
        found.files.push(name);
        continue;
      }
      const real = realpathSync(path);
      if (above.has(real)) {
        refuse('A link leads back to a folder above it', `a link to ${real}`, badLink);
        continue;
      }
      if (entry.isSymbolicLink()) {
        if (linked.has(real)) {
          refuse('A second link leads to the same folder', `a link to ${real}`, badLink);
          continue;
        }
        linked.add(real);
      }
      const inside = readdirSync(path, { withFileTypes: true });
      walk(root, `${name}/`, inside, new Set([...above, real]), linked, found);
    } catch (thrown) {
      const error = fileSystemError(thrown) as Error;
      const what = entry.isSymbolicLink() ? 'A link can not be followed' : 'A folder can not be listed';
      refuse(
        what,
        error.message.split('\n')[0]!,
        entry.isSymbolicLink() ? badLink : 'change its permissions',
      );
    }
  }
}

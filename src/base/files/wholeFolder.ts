import { open, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { makeFolder } from './makeFolder.js';
import { sha256OfBytes } from './sha256.js';

/** Says what the other files must be; written after them. */
const manifestFile = 'manifest.json';
/** How the names of folders begin that are not whole yet; the process that writes follows. */
const unfinished = '.writing-';

/**
 * Writes files as one new folder that is there whole or not at all, whenever the process or the machine stops: everything
 * is on the disk before the folder gets its name.
 *
 * @param folder must not be there.
 * @throws the error of the file system; nothing is left behind then.
 */
export async function writeWholeFolder(
  folder: string,
  files: ReadonlyMap<string, string | Uint8Array>,
): Promise<void> {
  const parent = dirname(folder);
  const waiting = join(parent, `${unfinished}${process.pid}-${basename(folder)}`);
  const hashes = Object.fromEntries([...files].map(([name, content]) => [name, sha256OfBytes(content)]));
  try {
    await rm(waiting, { recursive: true, force: true });
    await makeFolder(waiting);
    for (const [name, content] of files) await writeThrough(join(waiting, name), content);
    await writeThrough(join(waiting, manifestFile), JSON.stringify({ sha256: hashes }));
    await flushFolder(waiting);
    await rename(waiting, folder);
    await flushFolder(parent);
  } catch (error) {
    await rm(waiting, { recursive: true, force: true });
    throw error;
  }
}

/** The files of such a folder by name; `undefined` when one is missing or is not what was written. */
export async function readWholeFolder(folder: string): Promise<Map<string, Buffer> | undefined> {
  try {
    const { sha256 } = JSON.parse(await readFile(join(folder, manifestFile), 'utf8')) as {
      sha256: Record<string, string>;
    };
    const files = new Map<string, Buffer>();
    for (const [name, hash] of Object.entries(sha256)) {
      const content = await readFile(join(folder, basename(name)));
      if (sha256OfBytes(content) !== hash) return undefined;
      files.set(name, content);
    }
    return files;
  } catch {
    return undefined;
  }
}

/** Whether a name is that of a folder whose process ended before it was whole. */
export function isLeftover(name: string): boolean {
  const [, writer] = new RegExp(`^\\${unfinished}(\\d+)-`).exec(name) ?? [];
  return writer !== undefined && !isRunning(Number(writer));
}

function isRunning(process_: number): boolean {
  if (process_ === process.pid) return false;
  try {
    process.kill(process_, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function writeThrough(file: string, content: string | Uint8Array): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes names in a folder last; systems whose folders can't be flushed do so by themselves. */
export async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync().catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EINVAL' && error.code !== 'EPERM') throw error;
    });
  } finally {
    await handle.close();
  }
}

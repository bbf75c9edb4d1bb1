import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { RetrievalError } from '../../errors.js';

/** A pipe that nobody writes to would be waited for for ever. */
const readFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** Most bytes that a file is read as a whole with. */
const usualLimit = 2 ** 31 - 1;

/**
 * Opens a file for reading, by whatever links it is reached; it must be a regular file.
 * @throws RetrievalError (data) for folders, pipes, sockets and devices; otherwise the error of the file system.
 */
export async function openRegular(file: string): Promise<FileHandle> {
  const handle = await open(file, readFlags);
  try {
    checkRegular(file, await handle.stat(), Infinity);
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/**
 * The bytes of a regular file, which is opened once.
 * @param largest bytes that it may have; default 2 GiB
 * @throws RetrievalError (data) as `openRegular`, and for a file that is larger.
 */
export async function readRegular(file: string, largest = usualLimit): Promise<Buffer> {
  const handle = await openRegular(file);
  try {
    checkRegular(file, await handle.stat(), largest);
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

/** The same at once. */
export function readRegularSync(file: string, largest = usualLimit): Buffer {
  const descriptor = openSync(file, readFlags);
  try {
    checkRegular(file, fstatSync(descriptor), largest);
    return readFileSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function checkRegular(file: string, stats: Stats, largest: number): void {
  if (!stats.isFile()) {
    throw new RetrievalError({
      what: `There is ${kindOf(stats)} in the place of a file`,
      where: file,
      expected: 'a regular file',
      found: kindOf(stats),
      fix: 'name a file, or put one in its place',
      kind: 'data',
    });
  }
  if (stats.size <= largest) return;
  throw new RetrievalError({
    what: 'The file is too large to be what it is read as',
    where: file,
    expected: `at most ${largest} bytes`,
    found: `${stats.size} bytes`,
    fix: 'look whether this is the right file',
    kind: 'data',
  });
}

function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return 'a folder';
  if (stats.isFIFO()) return 'a named pipe';
  return stats.isSocket() ? 'a socket' : 'a device';
}

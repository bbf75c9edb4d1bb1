import { open, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { onFiles } from './fileSystemError.js';
import { makeFolder } from './makeFolder.js';

/**
 * Writes a file so that a reader sees either the old content or the whole new content; makes its folder.
 * @param data text (UTF-8) or bytes, or pieces of them, which are then not held together.
 * @throws RetrievalError that says what keeps the file from being written; the old content stays then.
 */
export async function atomicWrite(file: string, data: string | Uint8Array | Iterable<string>): Promise<void> {
  await onFiles({ doing: 'Writing a file', where: file }, async () => {
    await makeFolder(dirname(file));
    // The library writes once and takes a part, which is all that a full disk takes, for the whole; this it waits for.
    const writeAll = ((temporary: string) => writeFile(temporary, data)) as (temporary: string) => void;
    await writeFileAtomic(file, '', { tmpfileCreated: writeAll });
    await flushFolder(dirname(file));
  });
}

/** Brings the names in a folder to the disk, where the system can do so. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder).catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

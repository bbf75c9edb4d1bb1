import { existsSync } from 'node:fs';
import { copyFile, open, rename, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { onFiles } from '../base/files/fileSystemError.js';
import { owningFile } from '../base/files/owning.js';
import { sha256OfBytes } from '../base/files/sha256.js';
import { workspacePath } from '../base/files/workspacePath.js';
import { openBytes } from '../base/objects/openBytes.js';
import { isAddress, LostObject, type ByteSource } from '../base/objects/types.js';
import { RetrievalError } from '../errors.js';
import { idsFileBeside } from './names/nameLists.js';

/** Bytes of one request. */
const pieceBytes = 8 * 2 ** 20;

/**
 * A file with the bytes of an `s3://` object or of what an `https://` address leads to, kept in `data/cache/objects` as long as the
 * object does not change; with the ids beside an `.npy` file. A fetch that was cut off goes on. A path comes back as it is.
 *
 * @throws RetrievalError (data) where there is nothing; LostObject where nobody answers.
 */
export async function localCopy(place: string): Promise<string> {
  if (!isAddress(place)) return place;
  const copy = await fetched(await openBytes(place));
  const ids = idsFileBeside(place);
  if (place.endsWith('.npy')) {
    const beside = await openBytes(ids).catch((error: unknown) => {
      if (error instanceof LostObject || !(error instanceof RetrievalError)) throw error;
    });
    if (beside) await copyFile(await fetched(beside), idsFileBeside(copy));
  }
  return copy;
}

async function fetched(source: ByteSource): Promise<string> {
  const name = sha256OfBytes(`${source.name}\n${source.stamp}`).slice(0, 16);
  const folder = workspacePath('data', 'cache', 'objects', name);
  const file = join(folder, basename(new URL(source.name).pathname));
  const once = async (): Promise<void> => {
    if (existsSync(file)) return;
    await fetch(source, `${file}.partial`);
    await rename(`${file}.partial`, file);
  };
  if (!existsSync(file)) {
    const keeping = { doing: 'Keeping a fetched file', where: file };
    await owningFile(file, () => onFiles(keeping, once), { wait: true });
  }
  return file;
}

async function fetch(source: ByteSource, partial: string): Promise<void> {
  const begun = await stat(partial).catch(() => undefined);
  const handle = await open(partial, 'a');
  try {
    for (let start = begun?.size ?? 0; start < source.size; start += pieceBytes) {
      await handle.appendFile(await source.read(start, Math.min(source.size, start + pieceBytes)));
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}

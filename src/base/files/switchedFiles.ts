import { copyFile, link, readdir, rename, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { flushFolder, isLeftover, readWholeFolder, unfinishedName, writeWholeFolder } from './wholeFolder.js';

/** The new files, from the moment they count until all of them are in their places. */
const nextFolder = '.next';

/**
 * Replaces some files of a folder together: they are written into a folder of their own that is there whole or not at all,
 * which is the switch, and then put in their places. Whenever the process or the machine stops, who reads by
 * `switchedFolder` finds all of the earlier ones or all of these; the next switch puts in place what is not there yet.
 *
 * @param folder of one owner
 * @param isOurs whether an earlier file of this name goes when there is no new one; other files stay
 * @throws the error of the file system
 */
export async function switchFiles(
  folder: string,
  files: ReadonlyMap<string, string | Uint8Array>,
  isOurs: (name: string) => boolean,
): Promise<void> {
  for (const name of await readdir(folder))
    if (isLeftover(name)) await rm(join(folder, name), { recursive: true, force: true });
  await putInPlace(folder, isOurs);
  await writeWholeFolder(join(folder, nextFolder), files);
  await putInPlace(folder, isOurs);
}

/**
 * Where the files of a folder are to be read: in the folder itself, or in one in it where a switch is not finished. Who reads
 * several files asks again afterwards, and reads again if the answer is another.
 */
export async function switchedFolder(folder: string): Promise<string> {
  const next = join(folder, nextFolder);
  return existsSync(next) && (await readWholeFolder(next)) ? next : folder;
}

async function putInPlace(folder: string, isOurs: (name: string) => boolean): Promise<void> {
  const next = join(folder, nextFolder);
  if (!existsSync(next)) return;
  const files = await readWholeFolder(next);
  if (!files) return setAside(next);
  for (const name of files.keys()) await replace(folder, name, join(next, name));
  for (const name of await readdir(folder))
    if (isOurs(name) && !files.has(name)) await rm(join(folder, name), { force: true });
  await flushFolder(folder);
  const placed = join(folder, unfinishedName('placed'));
  await rm(placed, { recursive: true, force: true });
  await rename(next, placed);
  await rm(placed, { recursive: true, force: true });
}

/** Takes no room on the disk where files can have two names, so that a full one can't stop it. */
async function replace(folder: string, name: string, from: string): Promise<void> {
  const waiting = join(folder, unfinishedName(name));
  await rm(waiting, { force: true });
  await link(from, waiting).catch(() => copyFile(from, waiting));
  await rename(waiting, join(folder, name));
  // Where it was in its place already both names stay.
  await rm(waiting, { force: true });
}

async function setAside(next: string): Promise<void> {
  const aside = `${next}.damaged`;
  await rm(aside, { recursive: true, force: true });
  await rename(next, aside);
  console.warn(`${next} was changed or cut off; it is set aside as ${aside}.`);
}

import { renameSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';

/**
 * Renames a stored file that must not be used as `NAME.damaged`, and says so.
 *
 * @param why what is wrong with it, such as `was changed or cut off`
 * @param again what is done instead, such as `the run is trained again`
 * @returns whether it was there; another process may have set it aside.
 */
export function setFileAside(file: string, why: string, again: string): boolean {
  const aside = `${file}.damaged`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
  say(file, why, aside, again);
  return true;
}

/** The same for a stored folder, which takes the place of an earlier `NAME.damaged`. */
export async function setFolderAside(folder: string, why: string, again: string): Promise<void> {
  const aside = `${folder}.damaged`;
  await rm(aside, { recursive: true, force: true });
  await rename(folder, aside);
  say(folder, why, aside, again);
}

function say(place: string, why: string, aside: string, again: string): void {
  console.warn(`${place} ${why}; it is set aside as ${aside}, and ${again}.`);
}

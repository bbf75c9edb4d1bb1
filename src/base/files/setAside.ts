import { rename, rm } from 'node:fs/promises';

/**
 * Renames a stored folder that must not be used as `NAME.damaged`, in the place of an earlier one.
 * @returns its new name
 */
export async function setFolderAside(folder: string): Promise<string> {
  const aside = `${folder}.damaged`;
  await rm(aside, { recursive: true, force: true });
  await rename(folder, aside);
  return aside;
}

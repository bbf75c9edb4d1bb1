import { readFileSync, renameSync } from 'node:fs';
import { atomicWrite } from './atomicWrite.js';
import { sha256OfBytes } from './sha256.js';

/** Writes a value that can be made again as JSON, with a checksum of itself. */
export async function writeCheckedJson(file: string, value: object): Promise<void> {
  const text = JSON.stringify(value);
  // What stands in the file is what is read, also where JSON has no word for it.
  await atomicWrite(file, JSON.stringify({ sha256: sha256OfBytes(text), ...(JSON.parse(text) as object) }));
}

/**
 * Reads such a value; nothing where there is no file. A file that was cut off or changed is named, set aside as
 * `NAME.damaged`, and counts as none.
 *
 * @param again what is done to make it again, for the message, such as `the run is trained again`
 */
export function readCheckedJson(file: string, again: string): object | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const value = checkedValue(text);
  if (value) return value;
  const aside = `${file}.damaged`;
  try {
    renameSync(file, aside);
  } catch (error) {
    // Another process has set it aside.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  console.warn(`${file} was changed or cut off; it is set aside as ${aside}, and ${again}.`);
  return undefined;
}

function checkedValue(text: string): object | undefined {
  try {
    const { sha256, ...value } = JSON.parse(text) as { sha256?: unknown };
    return sha256 === sha256OfBytes(JSON.stringify(value)) ? value : undefined;
  } catch {
    return undefined;
  }
}

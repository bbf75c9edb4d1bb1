import { jsonObject } from '../config/jsonObject.js';
import { atomicWrite } from './atomicWrite.js';
import { readRegularSync } from './regularFile.js';
import { setFileAside } from './setAside.js';
import { sha256OfBytes } from './sha256.js';

/** A value as JSON gives it back, with the SHA-256 of itself in front. */
export function withChecksum(value: object): object {
  const text = JSON.stringify(value);
  // What stands in the file is what is read, also where JSON has no word for it.
  return { sha256: sha256OfBytes(text), ...(JSON.parse(text) as object) };
}

/** What was given a checksum; nothing where it is another one. */
export function checkedValue(json: unknown): object | undefined {
  const { sha256, ...value } = (json ?? {}) as { sha256?: unknown };
  return sha256 === sha256OfBytes(JSON.stringify(value)) ? value : undefined;
}

/**
 * Writes a value that can be made again as JSON, with a checksum of itself.
 *
 * @param of hash or id of what it was made from, by which a file from elsewhere is told
 */
export async function writeCheckedJson(file: string, value: object, of: string): Promise<void> {
  await atomicWrite(file, JSON.stringify(withChecksum({ of, ...value })));
}

/**
 * Reads such a value; nothing where there is no file. A file that was cut off, changed, or made from something else is
 * named, set aside as `NAME.damaged`, and counts as none.
 *
 * @param of as it was written
 * @param again what is done to make it again, for the message, such as `the run is trained again`
 */
export function readCheckedJson(file: string, of: string, again: string): object | undefined {
  let text: string;
  try {
    text = readRegularSync(file).toString('utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const stored = checkedValue(jsonObject(text));
  // Files of earlier versions do not say it.
  const { of: madeFrom = of, ...value } = (stored ?? {}) as { of?: unknown };
  if (stored && madeFrom === of) return value;
  setFileAside(file, stored ? 'was made from something else' : 'was changed or cut off', again);
  return undefined;
}

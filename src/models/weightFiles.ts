import { weightFiles, PretrainedName } from './pretrainedWeights.js';
import { existsSync } from 'node:fs';
import { RetrievalError } from '../errors.js';
import { readRegular } from '../base/files/regularFile.js';
import { workspacePath } from '../base/files/workspacePath.js';
import { sha256OfBytes, sha256OfFile } from '../base/files/sha256.js';

/** Absolute path of a pretrained network's weights. */
export function weightPath(name: PretrainedName): string {
  return workspacePath('data', 'weights', weightFiles[name].file);
}

/** Whether the weights of a pretrained network are there. */
export function hasWeights(name: PretrainedName): boolean {
  return existsSync(weightPath(name));
}

/** Whether the weights of a pretrained network are there and are the pinned ones. */
export async function hasWholeWeights(name: PretrainedName): Promise<boolean> {
  return hasWeights(name) && (await sha256OfFile(weightPath(name))) === weightFiles[name].sha256;
}

/**
 * The bytes of a pretrained network's weights.
 * @throws RetrievalError when the file is missing or is not the pinned one.
 */
export async function readWeightFile(name: PretrainedName): Promise<Uint8Array> {
  const path = weightPath(name);
  if (!existsSync(path)) {
    throw new RetrievalError({
      what: `The pretrained weights of ${name} are missing`,
      where: path,
      fix: 'run `npx asym data weights`',
    });
  }
  const bytes = await readRegular(path);
  const found = sha256OfBytes(bytes);
  if (found !== weightFiles[name].sha256) {
    throw new RetrievalError({
      what: `The pretrained weights of ${name} are damaged or another version`,
      where: path,
      expected: `SHA-256 ${weightFiles[name].sha256}`,
      found,
      fix: 'delete the file, then run `npx asym data weights`',
    });
  }
  return bytes;
}

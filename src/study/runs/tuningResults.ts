import { readListed } from '../../base/files/listedFiles.js';
import type { TuningResult } from '../plan/tuning.js';
import { committedFolder } from './committedRuns.js';

/** Name of the file of all trials. */
export const tuningFile = 'tuning.json';

/**
 * What a method's trials reached on the validation classes, from the committed `tuning.json`; none where that is missing.
 *
 * @param folder default: that of the committed results
 * @throws RetrievalError when the file was changed since it was written.
 */
export function tuningResults(method: string, folder = committedFolder()): TuningResult[] {
  const all = JSON.parse(readListed(folder, tuningFile) ?? '[]') as TuningResult[];
  return all.filter((result) => result.method === method && result.distortion === 1);
}

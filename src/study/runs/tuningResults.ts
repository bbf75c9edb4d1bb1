import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TuningResult } from '../plan/tuning.js';
import { committedFolder } from './committedRuns.js';

/**
 * What a method's trials reached on the validation classes, from the committed `tuning.json`; none where that is missing.
 *
 * @param folder default: that of the committed results
 */
export function tuningResults(method: string, folder = committedFolder()): TuningResult[] {
  const file = join(folder, 'tuning.json');
  if (!existsSync(file)) return [];
  const all = JSON.parse(readFileSync(file, 'utf8')) as TuningResult[];
  return all.filter((result) => result.method === method && result.distortion === 1);
}

import { z } from 'zod';
import { parseConfig } from '../base/config/parseConfig.js';
import { round } from '../experiments/evaluateRun.js';
import { readCheckedJson, writeCheckedJson } from '../base/files/checkedJson.js';
import { pathKey, type Path } from './paths.js';
import type { PathScore } from './scorePath.js';

/** A score with the time that it took. */
export interface TimedScore extends PathScore {
  seconds: number;
}

const scoresSchema = z.record(
  z.string(),
  z.strictObject({ mapAsymmetric: z.number(), mapSymmetricQuery: z.number(), seconds: z.number() }),
);

/**
 * Remembers scores in a JSON file, which is replaced atomically after each new one. A search that was cut short asks for
 * the same paths again and so takes up where it was.
 *
 * @param search hash of what decides the scores
 * @throws RetrievalError when the file holds something else.
 */
export function rememberedScores(
  file: string,
  search: string,
  score: (path: Path) => Promise<PathScore>,
): (path: Path) => Promise<TimedScore> {
  const kept = readCheckedJson(file, search, 'its paths are scored again') ?? {};
  const known = parseConfig(scoresSchema, kept, `the scores in ${file}`);
  return async (path) => {
    const key = pathKey(path);
    const found = known[key];
    if (found) return found;
    const start = performance.now();
    const fresh = await score(path);
    known[key] = { ...fresh, seconds: round((performance.now() - start) / 1000, 3) };
    await writeCheckedJson(file, known, search);
    return known[key];
  };
}

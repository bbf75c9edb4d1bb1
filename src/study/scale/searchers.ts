import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { workspacePath } from '../../base/files/workspacePath.js';
import { configHash, shortHash } from '../../experiments/hashes.js';
import { parseRunConfig, type RunConfig } from '../../experiments/runConfig.js';
import { runCode } from '../../experiments/runCode.js';
import { trainWithBars } from '../../report/notebook/trainWithBars.js';
import { savedRunFile } from '../../trainedModels/savedRun.js';
import { grid } from '../plan/grids.js';
import { settings } from '../plan/settings.js';
import { rankerComparison } from '../rankers/plan.js';

/** Query models that search the gallery, each a head of the same size; seeds differ in everything random. */
export const searcherIds = ['regression', 'distillation', 'listwiseRankerDistillation'] as const;
export type SearcherId = (typeof searcherIds)[number];
export const searcherSeeds = 3;

/** Width of the heads. */
const bottleneck = 64;

/** The trainings, as the studies that they come from configure them. */
export function searcherRuns(): RunConfig[] {
  const ofRankers = rankerComparison('grocery').filter(
    ({ method, query, seed = 0 }) =>
      (searcherIds as readonly string[]).includes(method!) &&
      (query as { bottleneck?: number }).bottleneck === bottleneck &&
      seed < searcherSeeds,
  );
  return [...grid(settings.grocery, ['regression'], searcherSeeds), ...ofRankers].map((run) =>
    parseRunConfig(run),
  );
}

/**
 * Trains those query models that are not in `data/cache/scale` yet.
 * @returns the folder of each, in the order of `searcherRuns`
 */
export async function trainSearchers(
  fingerprint: string,
  onStep: (sentence: string) => void,
  signal?: AbortSignal,
): Promise<{ config: RunConfig; folder: string }[]> {
  const runs = searcherRuns().map((config) => {
    const key = shortHash([fingerprint, configHash(config), runCode(config)].join(' '));
    const name = `${config.method}-${config.seed}-${key}`;
    return { config, folder: workspacePath('data', 'cache', 'scale', 'models', name) };
  });
  for (const [n, { config, folder }] of runs.entries()) {
    if (existsSync(join(folder, savedRunFile))) continue;
    signal?.throwIfAborted();
    onStep(`Training ${n + 1} of ${runs.length}: ${config.method}, seed ${config.seed}`);
    await trainWithBars(config, folder, { ...(signal && { signal }) });
  }
  return runs;
}

import { workspacePath } from '../../base/files/workspacePath.js';
import { parseRunConfig, type RunConfig } from '../../experiments/runConfig.js';
import { keptModels, type KeptModel } from '../keptModels.js';
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

/** The query models, in the order of `searcherRuns`; those that are not in `data/cache/scale` yet are trained. */
export function trainSearchers(
  fingerprint: string,
  onStep: (sentence: string) => void,
  signal?: AbortSignal,
): Promise<KeptModel[]> {
  return keptModels(searcherRuns(), {
    folder: workspacePath('data', 'cache', 'scale', 'models'),
    fingerprint,
    nameOf: ({ method, seed }) => `${method}-${seed}`,
    onTraining: ({ method, seed }, n, total) =>
      onStep(`Training ${n + 1} of ${total}: ${method}, seed ${seed}`),
    ...(signal && { signal }),
  });
}

import { workspacePath } from '../../base/files/workspacePath.js';
import { openDataset } from '../../datasets/openDataset.js';
import { parseRunConfig } from '../../experiments/runConfig.js';
import { keptModels } from '../../study/keptModels.js';
import { methodLabel } from '../../study/methods/looks.js';
import type { MethodId } from '../../study/methods/methods.js';
import { grid } from '../../study/plan/grids.js';
import { settings } from '../../study/plan/settings.js';

/** One query model a method, all heads of the same size on the same backbone. */
export const shownMethods = [
  'regression',
  'contextualSimilarityBank',
  'rankOrderPreservation',
  'monotonicSimilarity',
] as const satisfies MethodId[];

/** A trained query model by its folder. */
export interface NamedModel {
  label: string;
  folder: string;
}

export interface GroceryModelOptions {
  signal?: AbortSignal;
  /** Told about each training in a sentence. */
  onStep?: (sentence: string) => void;
}

/**
 * The query models of the embedded groceries: trained with progress bars on the first call, kept in `data/cache/demo`. A
 * training that was interrupted goes on.
 */
export async function groceryModels({ signal, onStep }: GroceryModelOptions = {}): Promise<NamedModel[]> {
  const { fingerprint } = await openDataset(settings.grocery.dataset);
  const folder = workspacePath('data', 'cache', 'demo');
  const runs = grid(settings.grocery, shownMethods, 1).map((run) => parseRunConfig(run));
  const models = await keptModels(runs, {
    folder,
    fingerprint,
    nameOf: ({ method }) => `${method}`,
    onMissing: (count) =>
      onStep?.(
        `First start: ${count} query models are trained and exported, in one to three minutes. They are kept in ${folder}.`,
      ),
    onTraining: ({ method }, n, total) => onStep?.(`Training ${n + 1} of ${total}: ${methodLabel(method)}`),
    ...(signal && { signal }),
  });
  return models.map(({ config, folder: place }) => ({ label: methodLabel(config.method), folder: place }));
}

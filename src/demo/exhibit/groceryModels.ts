import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { workspacePath } from '../../base/files/workspacePath.js';
import { openDataset } from '../../datasets/openDataset.js';
import { configHash, shortHash } from '../../experiments/hashes.js';
import { parseRunConfig } from '../../experiments/runConfig.js';
import { runCode } from '../../experiments/runCode.js';
import { trainWithBars } from '../../report/notebook/trainWithBars.js';
import { methodLabel } from '../../study/methods/looks.js';
import type { MethodId } from '../../study/methods/methods.js';
import { grid } from '../../study/plan/grids.js';
import { settings } from '../../study/plan/settings.js';
import { savedRunFile } from '../../trainedModels/savedRun.js';

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
  const models = grid(settings.grocery, shownMethods, 1).map((input) => {
    const config = parseRunConfig(input);
    const key = shortHash([fingerprint, configHash(config), runCode(config)].join(' '));
    const folder = workspacePath('data', 'cache', 'demo', `${config.method}-${key}`);
    return { label: methodLabel(config.method), folder, config };
  });
  const missing = models.filter(({ folder }) => !existsSync(join(folder, savedRunFile)));
  if (missing.length > 0) {
    onStep?.(
      `First start: ${missing.length} query models are trained and exported, in one to three minutes. They are kept in ${workspacePath('data', 'cache', 'demo')}.`,
    );
  }
  for (const [n, { label, folder, config }] of missing.entries()) {
    signal?.throwIfAborted();
    onStep?.(`Training ${n + 1} of ${missing.length}: ${label}`);
    await trainWithBars(config, folder, { signal });
  }
  return models;
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { configHash, shortHash } from '../experiments/hashes.js';
import { runCode } from '../experiments/runCode.js';
import type { RunConfig } from '../experiments/runConfig.js';
import { trainWithBars } from '../report/notebook/trainWithBars.js';
import { savedRunFile } from '../trainedModels/savedRun.js';

/** A training with the folder of its model. */
export interface KeptModel {
  config: RunConfig;
  folder: string;
}

export interface KeptModelOptions {
  /** Where the models are kept. */
  folder: string;
  /** Of the data set that they are trained on. */
  fingerprint: string;
  /** First part of a model's name; what it depends on follows. */
  nameOf: (config: RunConfig) => string;
  /** Told before the first training how many are missing. */
  onMissing?: (count: number) => void;
  /** Told before each training, of which so many lie behind. */
  onTraining?: (config: RunConfig, done: number, total: number) => void;
  signal?: AbortSignal;
}

/** Trains, with progress bars, those models that are not kept yet. A training that was interrupted goes on. */
export async function keptModels(
  runs: readonly RunConfig[],
  { folder, fingerprint, nameOf, onMissing, onTraining, signal }: KeptModelOptions,
): Promise<KeptModel[]> {
  const models = runs.map((config) => {
    const key = shortHash([fingerprint, configHash(config), runCode(config)].join(' '));
    return { config, folder: join(folder, `${nameOf(config)}-${key}`) };
  });
  const missing = models.filter((model) => !existsSync(join(model.folder, savedRunFile)));
  if (missing.length > 0) onMissing?.(missing.length);
  for (const [n, { config, folder }] of missing.entries()) {
    signal?.throwIfAborted();
    onTraining?.(config, n, missing.length);
    await trainWithBars(config, folder, { ...(signal && { signal }) });
  }
  return models;
}

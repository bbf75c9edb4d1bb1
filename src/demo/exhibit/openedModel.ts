import { resolve } from 'node:path';
import { shortHash } from '../../experiments/hashes.js';
import type { RunConfig } from '../../experiments/runConfig.js';
import { readQueryModelManifest } from '../../models/queryModelManifest.js';
import { readSavedRun } from '../../trainedModels/savedRun.js';

/** What is known of a saved query model before it is loaded. */
export interface OpenedModel {
  folder: string;
  dimension: number;
  run: RunConfig | undefined;
  /** Name of its export in the cache. */
  key: string;
}

/** @throws RetrievalError where there is no saved query model, or one that is damaged. */
export async function openModel(folder: string): Promise<OpenedModel> {
  const { config, dimension, sha256 } = await readQueryModelManifest(folder);
  const saved = await readSavedRun(folder, config);
  const key = shortHash(JSON.stringify([resolve(folder), sha256, saved?.manifest.runId]));
  return { folder, dimension, run: saved?.manifest.config, key };
}

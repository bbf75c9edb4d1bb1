import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeHash } from '../experiments/codeHash.js';
import { configHash, lockHash, shortHash } from '../experiments/hashes.js';
import type { BackendReport } from '../compute/backend/selectBackend.js';
import type { Dataset } from '../datasets/types.js';
import { repositoryRoot } from '../base/files/repositoryRoot.js';
import { lossKinds } from '../losses/lossConfig.js';
import type { SearchConfig } from './searchConfig.js';

/** What a search was made of. */
export interface SearchHashes {
  config: string;
  data: string;
  /** Of this folder and of what an experiment with the same loss depends on. */
  code: string;
  lock: string;
}

export function searchHashes(config: SearchConfig, { fingerprint }: Dataset): SearchHashes {
  const folder = join(repositoryRoot(), 'src', 'architectureSearch');
  const sources = readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => `${name}\n${readFileSync(join(folder, name), 'utf8')}`);
  return {
    config: configHash(config),
    data: fingerprint.slice(0, 16),
    code: shortHash([codeHash(lossKinds(config.loss)), ...sources].join('\n')),
    lock: lockHash(),
  };
}

/**
 * Hash of all that decides the supernet and the scores of its paths. Searches that differ in what they do with the scores
 * (reward, budget, evolution) share them.
 */
export function supernetHash(config: SearchConfig, hashes: SearchHashes, backend: BackendReport): string {
  const { dataset, split, gallery, space, size, pooling, loss, training, recalibration, seed } = config;
  const scored = { dataset, split, gallery, space, size, pooling, loss, training, recalibration, seed };
  return configHash([scored, hashes.data, hashes.code, backend.name, backend.device]);
}

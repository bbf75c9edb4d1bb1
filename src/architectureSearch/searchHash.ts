import { libraryFolder } from '../base/files/libraryFolder.js';
import { configHash } from '../experiments/hashes.js';
import { lockHash } from '../experiments/lockHash.js';
import { runCode, unknownCode } from '../experiments/runCode.js';
import type { BackendReport } from '../compute/backend/selectBackend.js';
import type { Dataset } from '../datasets/types.js';
import type { SearchConfig } from './searchConfig.js';

/** What a search was made of. */
export interface SearchHashes {
  config: string;
  data: string;
  /** Of what the search imports and of its losses. */
  code: string;
  lock: string;
}

/** @param library folder of the library's modules; default the one that runs */
export function searchHashes(
  config: SearchConfig,
  { fingerprint }: Pick<Dataset, 'fingerprint'>,
  library = libraryFolder,
): SearchHashes {
  return {
    config: configHash(config),
    data: fingerprint.slice(0, 16),
    code: runCode(config, { entry: 'architectureSearch/searchArchitecture', library }) ?? unknownCode(),
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

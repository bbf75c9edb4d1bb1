import { configHash } from '../../experiments/hashes.js';
import { interruptSignal } from '../../report/notebook/interruptSignal.js';
import { progressBar, type ProgressBar } from '../../report/notebook/progressBar.js';
import { searchArchitecture } from '../../architectureSearch/searchArchitecture.js';
import type { SearchConfig } from '../../architectureSearch/searchConfig.js';
import { readSearchLog, writeSearchLog, type SearchLog } from '../../architectureSearch/searchLog.js';
import { preparationBars } from '../../report/notebook/preparationBars.js';
import type { ProfileName } from '../plan/profileNames.js';
import { searchLogFile } from '../plan/searchProfiles.js';
import { currentWorkspace } from '../plan/workspace.js';

/**
 * The log of a search: the committed one in the full profile, whatever code made it and unless it is to be made again;
 * otherwise searched now, as far as supernet and scores are not in the cache, and written. Shows progress bars; an
 * interrupted cell or command goes on from there the next time.
 *
 * @param retrain default: what the workspace says
 */
export async function searchedArchitecture(
  profile: ProfileName,
  config: SearchConfig,
  { signal = interruptSignal(), retrain }: { signal?: AbortSignal; retrain?: boolean } = {},
): Promise<SearchLog> {
  const file = searchLogFile(profile, config);
  const known =
    profile === 'full' && !currentWorkspace({ retrain }).retrain ? readSearchLog(file) : undefined;
  if (known && configHash(known.config) === configHash(config)) return known;
  const preparation = preparationBars();
  const bars: { supernet?: ProgressBar; paths?: ProgressBar } = {};
  try {
    const log = await searchArchitecture(config, {
      signal,
      onProgress: preparation.update,
      onStep: ({ step, steps, loss, imagesPerSecond }) => {
        bars.supernet ??= progressBar(steps, 'Supernet');
        bars.supernet.update(step, { loss, imagesPerSecond });
      },
      onCandidate: ({ done, reused, total, best }) => {
        bars.supernet?.stop();
        bars.paths ??= progressBar(total, 'Paths');
        bars.paths.update(done, { reused, note: `best reward ${best.toFixed(2)} %` });
      },
    });
    await writeSearchLog(file, log);
    return log;
  } finally {
    preparation.stop();
    bars.supernet?.stop();
    bars.paths?.stop();
  }
}

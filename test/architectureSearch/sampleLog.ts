import { blocksOf } from '../../src/models/networks/choiceNetwork.js';
import { randomSource } from '../../src/base/randomSource.js';
import { evaluationCount, evolve, searchAtRandom } from '../../src/architectureSearch/evolution.js';
import { handMadePaths } from '../../src/architectureSearch/handMade.js';
import { pathFlops } from '../../src/architectureSearch/pathFlops.js';
import type { Path } from '../../src/architectureSearch/paths.js';
import { completeSearchConfig } from '../../src/architectureSearch/searchConfig.js';
import type { SearchLog } from '../../src/architectureSearch/searchLog.js';

/** The log of a made-up search in the standard space: later blocks gain more from large choices. */
export async function sampleLog(): Promise<SearchLog> {
  const config = completeSearchConfig({
    dataset: 'emoji',
    gallery: { name: 'efficientNetLite2', size: 224, pooling: 'gem' },
  });
  const { space, size, budget, evolution: settings } = config;
  const flopsOf = pathFlops(space, size);
  const worth = [1, 1.3, 1.4, 1.6, 0];
  const noise = randomSource(4, 'noise');
  const score = (path: Path) => {
    const sum = path.reduce((total, choice, n) => total + worth[choice] * (1 + n / 4), 0);
    const mapAsymmetric = Number((4 + sum / 3 + 0.2 * noise.normal()).toFixed(4));
    return Promise.resolve({ mapAsymmetric, mapSymmetricQuery: mapAsymmetric / 2, reward: mapAsymmetric });
  };
  const problem = (stream: string) => ({
    blocks: blocksOf(space),
    flopsOf,
    budget,
    score,
    random: randomSource(1, stream),
  });
  const handMade = await Promise.all(
    handMadePaths(space, flopsOf, budget).map(async ({ name, path }) => ({
      name,
      path,
      flops: flopsOf(path),
      ...(await score(path)),
    })),
  );
  return {
    config,
    hashes: { config: 'c', data: 'd', code: 'e', lock: 'f' },
    backend: { name: 'native', device: 'cpu' } as SearchLog['backend'],
    commit: 'none',
    dirty: false,
    node: process.version,
    startedAt: '2026-01-01T00:00:00.000Z',
    seconds: 900,
    supernet: {
      parameters: 1_157_360,
      paths: 1e6,
      steps: 3600,
      seconds: 500,
      losses: [{ step: 1, loss: 5 }],
    },
    evolution: await evolve(problem('evolution'), settings),
    random: await searchAtRandom(problem('random'), evaluationCount(settings)),
    handMade,
  };
}

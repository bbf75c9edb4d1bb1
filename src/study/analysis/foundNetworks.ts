import { configHash } from '../../experiments/hashes.js';
import type { RunConfigInput } from '../../experiments/runConfig.js';
import type { Run } from '../../experiments/runOptions.js';
import { countOperations } from '../../models/networks/countOperations.js';
import { smallCnn } from '../../models/networks/smallCnn.js';
import type { QueryModelConfigInput } from '../../models/queryModelConfig.js';
import { queryModelConfigSchema } from '../../models/queryModelRegistry.js';
import { bestOf } from '../../architectureSearch/evolution.js';
import { pathKey, type Path } from '../../architectureSearch/paths.js';
import type { SearchLog } from '../../architectureSearch/searchLog.js';
import type { NetworkCost } from '../../report/plots/networkCosts.js';
import type { Column, Row } from '../../report/tables/table.js';
import { averagedScores } from './comparison.js';

/** A network that is trained anew to be compared with others. */
export interface ComparedNetwork extends Pick<NetworkCost, 'origin'> {
  name: string;
  query: QueryModelConfigInput;
  /** For the networks of the space. */
  path?: Path;
  /** Asymmetric mAP on the validation classes with the weights of the supernet, per cent. */
  supernetMap?: number;
}

/**
 * What searches on the same supernet found and what it is compared with: the best of as many random paths, the hand-made
 * networks of the space, and a small plain network of similar cost. Networks that are the same appear once.
 */
export function comparedNetworks(logs: readonly SearchLog[]): ComparedNetwork[] {
  const networks = logs.flatMap(({ config, evolution, random, handMade }) => {
    const { space, size, pooling, reward } = config;
    const network = (
      name: string,
      origin: ComparedNetwork['origin'],
      { path, mapAsymmetric }: { path: number[]; mapAsymmetric: number },
    ) => ({
      name,
      origin,
      path,
      supernetMap: mapAsymmetric,
      query: { kind: 'choiceNetwork' as const, space, path, size, pooling },
    });
    return [
      network(`found, ${reward} reward`, 'found', bestOf(evolution, 1)[0]!),
      network(`best random path, ${reward} reward`, 'random', bestOf(random, 1)[0]!),
      ...handMade.map((one) => network(one.name, 'handMade', one)),
    ];
  });
  const distinct = new Map<string, ComparedNetwork>();
  for (const network of networks) {
    const key = pathKey(network.path);
    if (!distinct.has(key)) distinct.set(key, network);
  }
  const plain = logs[0] ? [plainNetwork(logs[0])] : [];
  return [...distinct.values(), ...plain];
}

/** The widest small CNN, in tenths of its width, within the budget. */
function plainNetwork({ config: { size, budget } }: SearchLog): ComparedNetwork {
  const widths = Array.from({ length: 20 }, (_, n) => (n + 1) / 10);
  const within = widths.filter((width) => countOperations(smallCnn(width), size) <= budget);
  const width = within.at(-1) ?? widths[0]!;
  return { name: `small CNN, width ${width}`, origin: 'handMade', query: { kind: 'smallCnn', width, size } };
}

/** The runs that train these networks on the test split, all alike. */
export function networkRuns(
  networks: readonly ComparedNetwork[],
  { config }: SearchLog,
  seeds: number,
): RunConfigInput[] {
  const { dataset, testSplit, gallery, method, loss, retraining } = config;
  return networks.flatMap(({ query }) =>
    Array.from({ length: seeds }, (_, seed) => ({
      dataset,
      split: testSplit,
      gallery,
      query,
      method,
      loss,
      training: retraining,
      seed,
    })),
  );
}

/** The runs of one network among others. */
export function runsOf({ query }: ComparedNetwork, runs: readonly Run[]): Run[] {
  const wanted = configHash(queryModelConfigSchema.parse(query));
  return runs.filter(({ manifest }) => configHash(manifest.config.query) === wanted);
}

/** One row per network that has runs, the best first. */
export function networkRows(
  networks: readonly ComparedNetwork[],
  runs: readonly Run[],
): (Row & NetworkCost)[] {
  return networks
    .flatMap((network) => {
      const own = runsOf(network, runs);
      if (own.length === 0) return [];
      const scores = averagedScores(own);
      return [
        {
          network: network.name,
          origin: network.origin,
          supernetMap: network.supernetMap ?? null,
          ...(scores as Row & Pick<NetworkCost, 'mapAsymmetric' | 'low' | 'high'>),
          megaflops: Number(scores.flops) / 1e6,
          kiloweights: Number(scores.parameters) / 1e3,
        },
      ];
    })
    .sort((a, b) => b.mapAsymmetric - a.mapAsymmetric);
}

/** How the table of networks is shown. */
export const networkColumns: Column[] = [
  { key: 'network', label: 'network' },
  { key: 'mapAsymmetric', label: 'asymmetric mAP %', interval: ['low', 'high'], best: 'highest' },
  { key: 'mapSymmetricQuery', label: 'query mAP %', best: 'highest' },
  { key: 'recallAt1', label: 'R@1 %', best: 'highest' },
  { key: 'supernetMap', label: 'in the supernet %', digits: 2 },
  { key: 'megaflops', label: 'MFLOPs a query', digits: 1 },
  { key: 'kiloweights', label: 'thousand weights', digits: 0 },
  { key: 'seeds', label: 'seeds', digits: 0 },
];

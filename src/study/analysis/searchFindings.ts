import type { Run } from '../../experiments/runOptions.js';
import { decimals, percent } from '../../report/plots/formatting.js';
import { bestOf } from '../../architectureSearch/evolution.js';
import { pathInWords } from '../../architectureSearch/pathWords.js';
import type { SearchLog } from '../../architectureSearch/searchLog.js';
import { duration } from '../../report/notebook/progressText.js';
import { networkRows, type ComparedNetwork } from './foundNetworks.js';

/** Differences in mAP below this, in points, are called a tie within the supernet. */
const tie = 0.1;

/** What a search found and whether evolving helped, in sentences. */
export function searchFindings({
  config,
  evolution,
  random,
  handMade,
  seconds,
  supernet,
}: SearchLog): string[] {
  const [found, drawn, made] = [
    evolution,
    random,
    handMade.filter(({ flops }) => flops <= config.budget),
  ].map((list) => bestOf<{ reward: number; flops: number; path: number[] }>(list, 1)[0]);
  const gain = found!.reward - drawn!.reward;
  const verdict =
    Math.abs(gain) < tie
      ? 'which is a tie: evolving did not help here'
      : `evolving ${gain > 0 ? 'gains' : 'loses'} ${decimals(Math.abs(gain), 2)} points`;
  return [
    `${supernet.paths.toLocaleString('en')} networks share ${supernet.parameters.toLocaleString('en')} weights; ${evolution.length} of them were scored by evolution and ${random.length} at random, in ${duration(seconds)} with the training.`,
    `The best path (${pathInWords(config.space, found!.path)}) has a reward of ${percent(found!.reward, 2)} at ${decimals(found!.flops / 1e6)} MFLOPs; the best of the random ones ${percent(drawn!.reward, 2)}: ${verdict}.`,
    ...(made
      ? [
          `The best hand-made network within the budget has ${percent(made.reward, 2)} in the same supernet, ${decimals(Math.abs(found!.reward - made.reward), 2)} points ${found!.reward < made.reward ? 'more' : 'less'}.`,
        ]
      : []),
  ];
}

/** Whether the supernet ranks networks as their own training does, and who wins in the end, in sentences. */
export function retrainingFindings(networks: readonly ComparedNetwork[], runs: readonly Run[]): string[] {
  const rows = networkRows(networks, runs);
  const [best, second, ...rest] = rows;
  if (!best || !second) return [];
  const tied = [second, ...rest].filter(({ mapAsymmetric }) => mapAsymmetric >= best.low);
  const lead = decimals(best.mapAsymmetric - second.mapAsymmetric);
  const shared = rows.filter(({ supernetMap }) => typeof supernetMap === 'number');
  const pairs = shared.flatMap((one, n) => shared.slice(n + 1).map((other) => [one, other] as const));
  // Rows stand in the order of their own training, the best first.
  const agreeing = pairs.filter(([a, b]) => Number(a.supernetMap) > Number(b.supernetMap)).length;
  return [
    `Trained on its own, the best is ${best.network}: ${percent(best.mapAsymmetric)} asymmetric mAP at ${decimals(best.megaflops)} MFLOPs, ${lead} points above ${second.network}.`,
    tied.length > 0
      ? `Its interval does not exclude ${tied.map(({ network }) => network).join('; ')}.`
      : 'Its interval excludes all others.',
    `The supernet puts ${agreeing} of ${pairs.length} pairs of networks in the order that their own training gives.`,
  ];
}

import type { RunConfigInput } from '../../experiments/runConfig.js';
import type { SingleLossConfig } from '../../losses/registry.js';
import type { RankerConfigInput } from '../../rankers/rankerConfig.js';
import { bank } from '../methods/trialParts.js';
import { candidates } from './candidates.js';
import type { RankerSystemId } from './systems.js';

interface Part {
  weight: number;
  loss: SingleLossConfig;
}

/** What an idea starts from: a system as it was chosen, and the lists that it learnt. */
interface Start {
  /** The order of the list, the scores of the gallery model where they count too, feature regression. */
  parts: readonly Part[];
  ranker: RankerConfigInput;
}

/** A change of a chosen system that was tried on top. */
export interface RankerIdea {
  base: RankerSystemId;
  /** What is changed, in a sentence. */
  what: string;
  change: (start: Start) => Pick<RunConfigInput, 'averagedSeeds'> & { loss?: Part[] };
}

const neighbours = 10;

const onRanker = (ranker: RankerConfigInput, count: number) => ({ from: 'ranker', count, ranker }) as const;

/** The same with lists of another length. */
const listsOf =
  (count: number): RankerIdea['change'] =>
  ({ parts: [order, ...others], ranker }) => ({
    loss: [
      {
        ...order!,
        loss: { ...order!.loss, neighbours: onRanker(ranker, count) } as SingleLossConfig,
      },
      ...others,
    ],
  });

const targets = (ranker: RankerConfigInput): SingleLossConfig => ({
  kind: 'neighbourRegression',
  neighbours: onRanker(ranker, neighbours),
});

/** What was tried on top of the comparison, each with nothing else changed and one try. */
export const rankerIdeas = {
  bothOrders: {
    base: 'listwiseRankerDistillation',
    what: "The gallery model's own list gives its order too, in the place of its scores",
    change: ({ parts: [order, own, ...others] }) => ({
      loss: [
        order!,
        { ...own!, loss: { ...order!.loss, neighbours: bank(512) } as SingleLossConfig },
        ...others,
      ],
    }),
  },
  shortLists: {
    base: 'listwiseRankerDistillation',
    what: 'Lists of 128 places: no far pictures',
    change: listsOf(128),
  },
  longLists: {
    base: 'listwiseRankerDistillation',
    what: 'Lists of 1,024 places: twice the far pictures',
    change: listsOf(1024),
  },
  targetsOfNeighbours: {
    base: 'listwiseRankerDistillation',
    what: `The mean of the list's first ${neighbours} as a target, in the place of its order`,
    change: ({ parts: [, ...others], ranker }) => ({
      loss: [{ weight: 1, loss: targets(ranker) }, ...others],
    }),
  },
  neighboursBeside: {
    base: 'listwiseRankerDistillation',
    what: 'The same target beside the order',
    change: ({ parts, ranker }) => ({ loss: [...parts, { weight: 0.5, loss: targets(ranker) }] }),
  },
  rankOrderBeside: {
    base: 'listwiseRankerDistillation',
    what: "Rank order preservation on the ranker's order beside the listwise form",
    change: ({ parts, ranker }) => ({
      loss: [
        ...parts,
        { weight: 0.5, loss: { kind: 'rankOrderPreservation', neighbours: onRanker(ranker, 512) } },
      ],
    }),
  },
  fusedRankers: {
    base: 'listwiseRankerDistillation',
    what: 'The order of three rankers fused by reciprocal ranks',
    change: ({ parts: [order, ...others], ranker }) => ({
      loss: [
        {
          ...order!,
          loss: {
            ...order!.loss,
            neighbours: onRanker(
              {
                kind: 'fusion',
                by: 'reciprocalRank',
                of: [ranker, candidates['gallery, k-reciprocal 20'], candidates['gallery, diffused']],
              },
              512,
            ),
          } as SingleLossConfig,
        },
        ...others,
      ],
    }),
  },
  averagedSeeds: {
    base: 'listwiseRankerDistillation',
    what: 'Three seeds averaged, cut back to rank',
    change: () => ({ averagedSeeds: 3 }),
  },
  averagedDistillation: {
    base: 'distillation',
    what: 'The same of CSD, for comparison',
    change: () => ({ averagedSeeds: 3 }),
  },
} as const satisfies Record<string, RankerIdea>;

export type RankerIdeaId = keyof typeof rankerIdeas;
export const rankerIdeaIds = Object.keys(rankerIdeas) as RankerIdeaId[];

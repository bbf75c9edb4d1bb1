import { randomSource } from '../../base/randomSource.js';
import type { RunConfigInput } from '../../experiments/runConfig.js';
import type { LossConfig, SingleLossConfig } from '../../losses/registry.js';
import type { RankerConfigInput } from '../../rankers/rankerConfig.js';
import type { Look } from '../../report/plots/look.js';
import { bank } from '../methods/trialParts.js';

/** Places of every list. */
const places = 512;

/** Settings of every system, the library's own first. */
const training = {
  learningRate: [2e-3, 5e-3],
  epochs: [20, 40],
  dropout: [0.3, 0.4],
  regression: [0.1, 0.03],
} as const;

/** Temperatures of distillation, first of the gallery model's similarities, then of the query model's. */
const temperatures = [
  [0.1, 0.1],
  [0.1, 0.07],
  [0.07, 0.07],
  [0.05, 0.05],
] as const;
/** The same where re-ranked scores are distilled, which lie closer together. */
const rankerTemperatures = [
  [0.1, 0.1],
  [0.2, 0.07],
  [0.1, 0.07],
  [0.07, 0.07],
] as const;

/** One setting, a value for each name of a system's space. */
type Setting = Record<string, number | readonly number[]>;
type Space = Record<string, readonly (number | readonly number[])[]>;

interface Parts {
  weight: number;
  loss: SingleLossConfig;
}

/** A way to train that is compared with the best-set distillation. */
export interface RankerSystem extends Look {
  /** What is chosen, beside the settings of every system. */
  space: Space;
  /** The losses beside feature regression, where `ranker` gives the lists. */
  losses: (setting: never, ranker: RankerConfigInput) => Parts[];
}

const fromRanker = (ranker: RankerConfigInput) => ({ from: 'ranker', count: places, ranker }) as const;

const distillation = ([gallery, query]: readonly number[], of: object) =>
  ({
    kind: 'contextualSimilarityDistillation',
    galleryTemperature: gallery!,
    queryTemperature: query!,
    ...of,
  }) as SingleLossConfig;

const raw = { neighbours: bank(places), anchorFirst: true };

/** The systems by their id, which stands in results as the method. */
export const rankerSystems = {
  distillation: {
    label: 'CSD',
    color: '#56B4E9',
    symbol: 'triangle-down',
    space: { temperatures },
    losses: ({ temperatures }: { temperatures: readonly number[] }) => [
      { weight: 1, loss: distillation(temperatures, raw) },
    ],
  },
  distillationRanker: {
    label: "CSD on the ranker's scores",
    color: '#0072B2',
    symbol: 'triangle-up',
    space: { rankerTemperatures },
    losses: ({ rankerTemperatures }: { rankerTemperatures: readonly number[] }, ranker) => [
      {
        weight: 1,
        loss: distillation(rankerTemperatures, { neighbours: fromRanker(ranker), anchorFirst: true }),
      },
    ],
  },
  distillationBoth: {
    label: 'CSD on both scores',
    color: '#003F6B',
    symbol: 'triangle-up-open',
    space: { rankerTemperatures, temperatures, rawWeight: [1, 0.5] },
    losses: (
      setting: {
        temperatures: readonly number[];
        rankerTemperatures: readonly number[];
        rawWeight: number;
      },
      ranker,
    ) => [
      {
        weight: 1,
        loss: distillation(setting.rankerTemperatures, {
          neighbours: fromRanker(ranker),
          anchorFirst: true,
        }),
      },
      { weight: setting.rawWeight, loss: distillation(setting.temperatures, raw) },
    ],
  },
  listwise: {
    label: 'Listwise rank (ours)',
    color: '#E69F00',
    symbol: 'circle-open',
    space: { temperature: [0.05, 0.1, 0.07, 0.03], exponent: [1, 1.2] },
    losses: (setting: { temperature: number; exponent: number }) => [
      { weight: 1, loss: { kind: 'rankDistribution', neighbours: bank(places), ...setting } },
    ],
  },
  listwiseRanker: {
    label: "Listwise rank on the ranker's order (ours)",
    color: '#D55E00',
    symbol: 'circle',
    space: { temperature: [0.05, 0.1, 0.07, 0.03], exponent: [1, 1.2] },
    losses: (setting: { temperature: number; exponent: number }, ranker) => [
      { weight: 1, loss: { kind: 'rankDistribution', neighbours: fromRanker(ranker), ...setting } },
    ],
  },
  listwiseRankerDistillation: {
    label: "Listwise rank on the ranker's order + CSD (ours)",
    color: '#B2182B',
    symbol: 'circle-cross',
    space: {
      temperature: [0.05, 0.1, 0.07, 0.03],
      temperatures: temperatures.slice(0, 3),
      rawWeight: [0.5, 1, 0.25],
    },
    losses: (
      setting: { temperature: number; temperatures: readonly number[]; rawWeight: number },
      ranker,
    ) => [
      {
        weight: 1,
        loss: {
          kind: 'rankDistribution',
          neighbours: fromRanker(ranker),
          temperature: setting.temperature,
        },
      },
      { weight: setting.rawWeight, loss: distillation(setting.temperatures, raw) },
    ],
  },
  rankOrderRanker: {
    label: "Rank order preservation on the ranker's order (ours)",
    color: '#CC79A7',
    symbol: 'diamond',
    space: { temperature: [0.05, 0.1, 0.2], topRows: [32, 12, 64] },
    losses: (setting: { temperature: number; topRows: number }, ranker) => [
      { weight: 1, loss: { kind: 'rankOrderPreservation', neighbours: fromRanker(ranker), ...setting } },
    ],
  },
} as const satisfies Record<string, RankerSystem>;

export type RankerSystemId = keyof typeof rankerSystems;
export const rankerSystemIds = Object.keys(rankerSystems) as RankerSystemId[];

/** Settings that are tried of every system. */
export const trialCount = 8;

/**
 * The settings of a system that are tried: the first of each list, then others drawn at random, none twice. Every system
 * has as many.
 */
export function trialsOf(id: RankerSystemId): Setting[] {
  const random = randomSource(0, `trials of ${id}`);
  const space = Object.entries<Space[string]>({ ...training, ...(rankerSystems[id].space as Space) });
  const draw = (choose: (values: Space[string]) => number): Setting =>
    Object.fromEntries(space.map(([name, values]) => [name, values[choose(values)]!]));
  const trials = new Map<string, Setting>();
  const add = (setting: Setting): unknown => trials.set(JSON.stringify(setting), setting);
  add(draw(() => 0));
  while (trials.size < trialCount) add(draw(({ length }) => random.integer(length)));
  return [...trials.values()];
}

/** What a run of a system differs in from others of its setting. */
export function systemRun(
  id: RankerSystemId,
  setting: Setting,
  ranker: RankerConfigInput,
): Pick<RunConfigInput, 'method' | 'training'> & { loss: LossConfig; dropout: number } {
  const { learningRate, epochs, dropout, regression, ...own } = setting as Record<string, number>;
  const parts = (rankerSystems[id].losses as (own: object, ranker: RankerConfigInput) => Parts[])(
    own,
    ranker,
  );
  const loss: LossConfig = [...parts, { weight: regression!, loss: { kind: 'featureRegression' } }];
  return { method: id, loss, training: { learningRate: learningRate!, epochs: epochs! }, dropout: dropout! };
}

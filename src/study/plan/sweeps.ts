import type { RunConfigInput } from '../../experiments/runConfig.js';
import type { SingleLossConfig } from '../../losses/registry.js';
import { chosenTrial, type MethodId } from '../methods/methods.js';
import { changedLoss } from './changedLoss.js';
import type { Setting } from './settings.js';

/** One hyperparameter moved while all others stay as chosen. */
export interface Sweep {
  /** Name of the axis. */
  label: string;
  /** The hyperparameter as the subject of a title. */
  subject: string;
  /** Whether the axis is logarithmic, for numbers; texts are set side by side. */
  logarithmic?: boolean;
  /** What the reader should learn from it. */
  question: string;
  /** For each method the configuration at each value. */
  methods: Partial<Record<MethodId, { value: number | string; run: Partial<RunConfigInput> }[]>>;
}

const steps = <Value extends number | string>(
  method: MethodId,
  values: readonly Value[],
  change: (value: Value) => object,
) =>
  values.map((value) => ({
    value,
    run: { loss: changedLoss(method, change(value) as Partial<SingleLossConfig>) },
  }));

/** The weight of feature regression beside the main loss. */
const firstOrder = (method: MethodId) =>
  [0, 0.1, 0.3, 1].map((value) => {
    const { loss } = chosenTrial(method);
    const main = Array.isArray(loss) ? loss[0]! : { weight: 1, loss };
    const regression = { weight: value, loss: { kind: 'featureRegression' as const } };
    return { value, run: { loss: value === 0 ? [main] : [main, regression] } };
  });

const temperatures = [0.02, 0.05, 0.1, 0.2, 0.5];
const lengths = [32, 128, 512];
const bank = (count: number) => ({ neighbours: { from: 'bank', count } });
const sides = ['batch', 'bank', 'bank and batch'] as const;
const side = (from: (typeof sides)[number]) => ({
  neighbours: from === 'batch' ? { from } : { from: from === 'bank' ? 'bank' : 'bankAndBatch', count: 256 },
});

/** Every hyperparameter that is moved, by name. */
export const sweeps = {
  temperature: {
    label: 'Temperature',
    subject: 'The temperature',
    logarithmic: true,
    question: 'What does the temperature trade?',
    methods: {
      rankOrderPreservation: steps('rankOrderPreservation', temperatures, (temperature) => ({ temperature })),
      rankDistribution: steps('rankDistribution', temperatures, (temperature) => ({ temperature })),
      contextualSimilarityBank: steps('contextualSimilarityBank', temperatures, (temperature) => ({
        queryTemperature: temperature,
        galleryTemperature: temperature,
      })),
    },
  },
  neighbours: {
    label: 'Items of the bank in a list, K',
    subject: 'The length of the list',
    logarithmic: true,
    question: 'How long must the list be?',
    methods: {
      rankOrderPreservation: steps('rankOrderPreservation', lengths, bank),
      rankDistribution: steps('rankDistribution', lengths, bank),
      contextualSimilarityBank: steps('contextualSimilarityBank', lengths, bank),
    },
  },
  source: {
    label: 'Where the items come from',
    subject: 'The source of the items',
    question: 'Offline bank or the batch?',
    methods: {
      rankOrderPreservation: steps('rankOrderPreservation', sides, side),
      rankDistribution: steps('rankDistribution', sides, side),
      contextualSimilarityBank: steps('contextualSimilarityBank', sides, side),
      powerMapping: steps('powerMapping', sides, side),
    },
  },
  weights: {
    label: 'Weight of the rows',
    subject: 'The weight of the rows',
    question: 'Does a weight that grows with the position help?',
    methods: {
      rankOrderPreservation: steps(
        'rankOrderPreservation',
        ['growing', 'uniform', 'inversePosition'] as const,
        (weights) => ({ weights }),
      ),
      rankOrderPublicForm: steps(
        'rankOrderPublicForm',
        ['growing', 'uniform', 'inversePosition'] as const,
        (weights) => ({ weights }),
      ),
    },
  },
  map: {
    label: 'Family of the map',
    subject: 'The family of the map',
    question: 'Learnt, chosen, or free for each anchor?',
    methods: {
      monotonicSimilarity: steps(
        'monotonicSimilarity',
        ['piecewiseLinear', 'iSpline', 'positiveNetwork', 'power'] as const,
        (family) => ({ mapping: { family, startExponent: 6 } }),
      ),
      monotonicListwise: steps(
        'monotonicListwise',
        ['piecewiseLinear', 'iSpline', 'positiveNetwork', 'power'] as const,
        (family) => ({ mapping: { family, startExponent: 4 } }),
      ),
    },
  },
  firstOrder: {
    label: 'Weight of feature regression beside the loss',
    subject: 'Feature regression beside the loss',
    question: 'Does a first-order term help?',
    methods: {
      rankOrderPreservation: firstOrder('rankOrderPreservation'),
      rankDistribution: firstOrder('rankDistribution'),
      contextualSimilarityBank: firstOrder('contextualSimilarityBank'),
    },
  },
} as const satisfies Record<string, Sweep>;

export type SweepId = keyof typeof sweeps;
export const sweepIds = Object.keys(sweeps) as SweepId[];

/** The runs of one sweep; those at the chosen values are runs of the main comparison too. */
export function sweepRuns(id: SweepId, setting: Setting, seeds: number): RunConfigInput[] {
  return Object.entries((sweeps[id] as Sweep).methods).flatMap(([method, points]) =>
    points.flatMap(({ run }) =>
      Array.from({ length: seeds }, (_, seed) => ({
        ...setting,
        method,
        loss: chosenTrial(method as MethodId).loss,
        seed,
        ...run,
      })),
    ),
  );
}

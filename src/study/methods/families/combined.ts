import type { SingleLossConfig } from '../../../losses/registry.js';
import type { Family } from '../family.js';
import type { Trial } from '../method.js';
import { bank, losses, pairs } from '../trialParts.js';

/** A loss beside compatible training with its margin, which learns from labels; six shares of it. */
const withLabels = (main: SingleLossConfig): Trial[] =>
  losses(
    pairs([0.1, 0.3, 1], [0.2, 0]).map(([weight, ownWeight]) => [
      { weight: 1, loss: main },
      { weight, loss: { kind: 'compatibleClassification', scale: 20, margin: 0.15, ownWeight } },
    ]),
  );

export const combined = {
  id: 'combined',
  label: 'Labels beside scores or order',
  supervision: 'labels and gallery order',
  color: '#C2185B',
  symbol: 'hexagram',
  spelling: /WithLabels$/,
  methods: {
    rankDistributionWithLabels: {
      label: 'Listwise rank + labels (ours)',
      color: '#C2185B',
      symbol: 'triangle-ne',
      chosen: 4,
      trials: withLabels({ kind: 'rankDistribution', temperature: 0.05 }),
    },
    contextualSimilarityWithLabels: {
      label: 'CSD (bank) + labels',
      color: '#F06292',
      symbol: 'triangle-nw',
      supervision: 'labels and gallery embeddings',
      chosen: 1,
      trials: withLabels({
        kind: 'contextualSimilarityDistillation',
        neighbours: bank(512),
        anchorFirst: true,
      }),
    },
  },
} satisfies Family;

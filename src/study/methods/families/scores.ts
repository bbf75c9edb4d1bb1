import type { Family } from '../family.js';
import { bank, losses, pairs } from '../trialParts.js';

export const scores = {
  id: 'scores',
  label: 'Scores copied',
  supervision: 'gallery embeddings',
  color: '#8C564B',
  symbol: 'square-cross',
  methods: {
    absoluteRelational: {
      label: 'RAML (Suma 2023)',
      color: '#8C564B',
      symbol: 'square-cross',
      chosen: 0,
      trials: losses(
        pairs([0.75, 3, 10], [0.68, 0]).map(([asymmetricWeight, symmetricWeight]) => ({
          kind: 'absoluteRelational',
          asymmetricWeight,
          symmetricWeight,
        })),
      ),
    },
    differentialDistillation: {
      label: 'D3still (Xie 2024)',
      color: '#C49A6C',
      symbol: 'square-x',
      chosen: 0,
      trials: losses(
        pairs([10, 32], [
          [50, 2],
          [100, 5],
          [20, 5],
        ] as const).map(([count, [featureWeight, inconsistentWeight]]) => ({
          kind: 'differentialDistillation',
          neighbours: bank(count),
          featureWeight,
          inconsistentWeight,
        })),
      ),
    },
  },
} satisfies Family;

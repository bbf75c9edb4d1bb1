import type { Family } from '../family.js';
import { losses, pairs } from '../trialParts.js';

/** Keeps relations among the query embeddings alone, so that the two spaces may come apart. */
export const control = {
  id: 'control',
  label: 'Negative control',
  supervision: 'gallery embeddings',
  color: '#8A8A00',
  symbol: 'triangle-down-open',
  methods: {
    relationalDistillation: {
      label: 'RKD (Park 2019)',
      color: '#8A8A00',
      symbol: 'triangle-down-open',
      chosen: 0,
      trials: losses(
        pairs([25, 0], [50, 10, 5]).map(([distanceWeight, angleWeight]) => ({
          kind: 'relationalDistillation',
          distanceWeight,
          angleWeight,
        })),
      ),
    },
  },
} satisfies Family;

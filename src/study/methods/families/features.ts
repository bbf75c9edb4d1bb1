import type { LossConfig } from '../../../losses/registry.js';
import type { Family } from '../family.js';
import type { Trial } from '../method.js';
import { losses } from '../trialParts.js';

const cosine = { kind: 'featureRegression', form: 'cosine' } as const;

export const features = {
  id: 'features',
  label: 'Embeddings copied',
  supervision: 'gallery embeddings',
  color: '#5F5F5F',
  symbol: 'square',
  methods: {
    regression: {
      label: 'Feature regression',
      color: '#5F5F5F',
      symbol: 'square',
      chosen: 0,
      trials: losses([
        cosine,
        { kind: 'featureRegression', form: 'distance' },
        ...[0.02, 0.1, 0.3, 1].map((weight): LossConfig => [
          { weight: 1, loss: cosine },
          { weight, loss: { kind: 'featureRegression', form: 'distance' } },
        ]),
      ]),
    },
    ridgeMap: {
      label: 'Ridge map (closed form)',
      color: '#A6A6A6',
      symbol: 'square-open',
      chosen: 2,
      trials: [0.001, 0.01, 0.03, 0.1, 0.3, 1].map((ridge): Trial => ({ loss: cosine, ridge })),
    },
  },
} satisfies Family;

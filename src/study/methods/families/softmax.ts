import type { Family } from '../family.js';
import { bank, losses, pairs, withRegression } from '../trialParts.js';

export const softmax = {
  id: 'softmax',
  label: 'Softmax of scores',
  supervision: 'gallery embeddings',
  color: '#0072B2',
  symbol: 'triangle-up',
  methods: {
    contextualSimilarityDistillation: {
      label: 'CSD (in batch)',
      color: '#0072B2',
      symbol: 'triangle-up',
      chosen: 4,
      trials: losses(
        pairs([0.05, 0.1, 0.2], [0.1, 0.3]).map(([temperature, regression]) =>
          withRegression(
            1,
            {
              kind: 'contextualSimilarityDistillation',
              queryTemperature: temperature,
              galleryTemperature: temperature,
            },
            regression,
          ),
        ),
      ),
    },
    contextualSimilarityBank: {
      label: 'CSD (bank)',
      color: '#56B4E9',
      symbol: 'triangle-down',
      chosen: 4,
      trials: losses(
        pairs([0.05, 0.1], [0.03, 0.1, 0.3]).map(([temperature, regression]) =>
          withRegression(
            1,
            {
              kind: 'contextualSimilarityDistillation',
              neighbours: bank(512),
              anchorFirst: true,
              queryTemperature: temperature,
              galleryTemperature: temperature,
            },
            regression,
          ),
        ),
      ),
    },
    structureSimilarity: {
      label: 'SSP (Wu 2024)',
      color: '#003F6B',
      symbol: 'triangle-up-open',
      chosen: 2,
      trials: losses(
        pairs([16, 32, 64], [64, 256]).map(([subspaces, centroids]) => ({
          kind: 'structureSimilarity',
          subspaces,
          centroids,
        })),
      ),
    },
  },
} satisfies Family;

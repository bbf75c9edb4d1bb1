import type { Family } from '../family.js';
import { losses, pairs, withRegression } from '../trialParts.js';

export const labels = {
  id: 'labels',
  label: 'Labels',
  supervision: 'labels and gallery embeddings',
  color: '#8E44AD',
  symbol: 'star-diamond',
  methods: {
    queryAlone: {
      label: 'Query model trained alone',
      color: '#E377C2',
      symbol: 'hexagram',
      supervision: 'labels',
      chosen: 2,
      trials: losses(
        pairs([10, 20, 30], [0, 0.15]).map(([scale, margin]) => ({
          kind: 'compatibleClassification',
          galleryWeight: 0,
          scale,
          margin,
        })),
      ),
    },
    compatibleTraining: {
      label: 'BCT (Shen 2020)',
      color: '#8E44AD',
      symbol: 'star-diamond',
      chosen: 1,
      trials: losses(
        pairs([10, 20, 30], [1, 0.2]).map(([scale, ownWeight]) => ({
          kind: 'compatibleClassification',
          scale,
          ownWeight,
        })),
      ),
    },
    compatibleMargin: {
      label: 'HVS, fixed net (Duggal 2021)',
      color: '#BB8FCE',
      symbol: 'star-square',
      chosen: 3,
      trials: losses(
        pairs([10, 20, 30], [1, 0.2]).map(([scale, ownWeight]) => ({
          kind: 'compatibleClassification',
          scale,
          ownWeight,
          margin: 0.15,
        })),
      ),
    },
    compatibleTransform: {
      label: 'LCE (Meng 2021)',
      color: '#4A235A',
      symbol: 'diamond-wide',
      chosen: 2,
      trials: losses(
        pairs([10, 20, 30], [10, 1]).map(([scale, alignmentWeight]) => ({
          kind: 'compatibleTransform',
          scale,
          alignmentWeight,
        })),
      ),
    },
    asymmetricMetric: {
      label: 'AML (Budnik 2021)',
      color: '#D2527F',
      symbol: 'diamond-tall',
      chosen: 3,
      trials: losses([
        { kind: 'asymmetricMetric', form: 'contrastive' },
        { kind: 'asymmetricMetric', form: 'contrastivePlus' },
        withRegression(1, { kind: 'asymmetricMetric', form: 'contrastivePlus', margin: 1 }, 1),
        withRegression(1, { kind: 'asymmetricMetric', form: 'contrastivePlus', margin: 1.2 }, 1),
        withRegression(1, { kind: 'asymmetricMetric', form: 'triplet', margin: 0.1 }, 1),
        withRegression(1, { kind: 'asymmetricMetric', form: 'multiSimilarity' }, 1),
      ]),
    },
  },
} satisfies Family;

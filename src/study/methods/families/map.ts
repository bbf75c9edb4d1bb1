import type { Family } from '../family.js';
import { bank, losses, pairs, withRegression } from '../trialParts.js';

export const map = {
  id: 'map',
  label: 'Monotone map of scores',
  supervision: 'gallery embeddings',
  color: '#009E73',
  symbol: 'diamond',
  spelling: /^(monotonic|mapped)/,
  methods: {
    monotonicSimilarity: {
      label: 'Monotonic mapping (ours)',
      color: '#009E73',
      symbol: 'diamond',
      chosen: 4,
      trials: losses(
        pairs([3, 4, 6], [0.5, 1]).map(([startExponent, frozenShare]) =>
          withRegression(
            10,
            { kind: 'monotonicSimilarityPreservation', mapping: { startExponent }, frozenShare },
            0.1,
          ),
        ),
      ),
    },
    monotonicListwise: {
      label: 'Listwise monotonic map (ours)',
      color: '#7BC043',
      symbol: 'diamond-open',
      chosen: 5,
      trials: losses(
        pairs([2, 3, 4], [0.15, 0.2]).map(([startExponent, mappedTemperature]) =>
          withRegression(
            1,
            {
              kind: 'monotonicSimilarityPreservation',
              neighbours: bank(512),
              mapping: { family: 'power', startExponent },
              error: 'softmax',
              mappedTemperature,
            },
            0.1,
          ),
        ),
      ),
    },
    powerMapping: {
      label: 'Fixed convex map',
      color: '#00594A',
      symbol: 'circle-x',
      chosen: 4,
      trials: losses(
        pairs([3, 4, 6], [0.03, 0.1]).map(([startExponent, regression]) =>
          withRegression(
            10,
            { kind: 'monotonicSimilarityPreservation', mapping: { family: 'power', startExponent } },
            regression,
          ),
        ),
      ),
    },
    isotonicSimilarity: {
      label: 'Map per anchor (isotonic)',
      color: '#76D7C4',
      symbol: 'diamond-x',
      // The isotonic map of each anchor is fitted to the order, the similarities are not looked at.
      supervision: 'gallery order',
      chosen: 0,
      trials: losses(
        pairs([25, 100], [bank(64), bank(256), { from: 'batch' } as const]).map(([weight, neighbours]) =>
          withRegression(weight, { kind: 'isotonicSimilarityPreservation', neighbours }, 0.1),
        ),
      ),
    },
  },
} satisfies Family;

import { publicRankOrderForm } from '../../../losses/publicRankOrderForm.js';
import type { Family } from '../family.js';
import { bank, losses, pairs, withRegression } from '../trialParts.js';

export const order = {
  id: 'order',
  label: 'Order only',
  supervision: 'gallery order',
  color: '#D55E00',
  symbol: 'circle',
  methods: {
    rankOrderPublicForm: {
      label: 'Rank order (public form)',
      color: '#E69F00',
      symbol: 'circle-open',
      // It sets query similarities against gallery similarities, see `rankOrderPreservation`.
      supervision: 'gallery embeddings',
      chosen: 5,
      trials: losses(
        pairs([0.05, 0.1, 0.2], [0, 0.1]).map(([temperature, regression]) =>
          withRegression(1, { ...publicRankOrderForm, temperature }, regression),
        ),
      ),
    },
    rankOrderPreservation: {
      label: 'Rank order preservation (ours)',
      color: '#D55E00',
      symbol: 'circle',
      chosen: 2,
      trials: losses(
        pairs(
          [
            { count: 512, topRows: 32 },
            { count: 256, topRows: 12 },
            { count: 512, topRows: 12 },
          ],
          [0.05, 0.1],
        ).map(([{ count, topRows }, temperature]) =>
          withRegression(
            1,
            { kind: 'rankOrderPreservation', neighbours: bank(count), topRows, temperature },
            0.1,
          ),
        ),
      ),
    },
    rankDistribution: {
      label: 'Listwise rank preservation (ours)',
      color: '#B2182B',
      symbol: 'circle-cross',
      chosen: 0,
      trials: losses(
        pairs([1, 1.2, 1.4], [0.05, 0.1]).map(([exponent, temperature]) =>
          withRegression(1, { kind: 'rankDistribution', exponent, temperature }, 0.1),
        ),
      ),
    },
    smoothAveragePrecision: {
      label: 'Smooth-AP (Brown 2020)',
      color: '#F4A582',
      symbol: 'triangle-left',
      chosen: 0,
      trials: losses(
        pairs([5, 10, 20], [0.05, 0.1]).map(([positives, temperature]) =>
          withRegression(
            1,
            { kind: 'smoothAveragePrecision', neighbours: bank(256), positives, temperature },
            0.1,
          ),
        ),
      ),
    },
    listLikelihood: {
      label: 'ListMLE (Xia 2008)',
      color: '#7F3B08',
      symbol: 'triangle-right',
      chosen: 0,
      trials: losses(
        pairs([6, 12, 32], [0.05, 0.1]).map(([topRows, temperature]) =>
          withRegression(1, { kind: 'listLikelihood', neighbours: bank(256), topRows, temperature }, 0.1),
        ),
      ),
    },
  },
} satisfies Family;

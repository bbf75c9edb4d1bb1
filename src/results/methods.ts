import { publicRankOrderForm } from '../losses/rankOrderPreservation.js';
import type { LossConfig, SingleLossConfig } from '../losses/registry.js';

/** A named way to train a query model, as it appears in tables and figures. */
export interface Method {
  id: string;
  label: string;
  loss: LossConfig;
}

const regression = (weight: number): { weight: number; loss: SingleLossConfig } => ({
  weight,
  loss: { kind: 'featureRegression' },
});

/** The methods that are compared; hyperparameters were chosen on the validation split, see `figures/tuning.json`. */
export const methods = {
  regression: {
    label: 'Feature regression',
    loss: { kind: 'featureRegression' },
  },
  rankOrderPublicForm: {
    label: 'Rank order preservation, public form',
    loss: publicRankOrderForm,
  },
  rankOrderPreservation: {
    label: 'Rank order preservation (ours)',
    loss: [
      {
        weight: 1,
        loss: {
          kind: 'rankOrderPreservation',
          neighbours: { from: 'bank', count: 256 },
          topRows: 12,
          temperature: 0.05,
        },
      },
      regression(0.1),
    ],
  },
  monotonicSimilarity: {
    label: 'Monotonic mapping (ours)',
    loss: [{ weight: 10, loss: { kind: 'monotonicSimilarityPreservation' } }, regression(0.1)],
  },
  contextualSimilarityDistillation: {
    label: 'CSD, in batch',
    loss: [{ weight: 1, loss: { kind: 'contextualSimilarityDistillation' } }, regression(0.3)],
  },
  contextualSimilarityBank: {
    label: 'CSD, bank',
    loss: [
      {
        weight: 1,
        loss: {
          kind: 'contextualSimilarityDistillation',
          neighbours: { from: 'bank', count: 512 },
          anchorFirst: true,
        },
      },
      regression(0.1),
    ],
  },
} satisfies Record<string, Omit<Method, 'id'>>;

export type MethodId = keyof typeof methods;

export const methodIds = Object.keys(methods) as MethodId[];

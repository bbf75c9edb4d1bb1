import { z } from 'zod';
import { precisions } from '../compute/backend/precision.js';

const weightDecay = z.number().min(0);

/** How a query model is trained. */
export const trainingSchema = z.strictObject({
  epochs: z.int().positive().default(20),
  /** Pictures a step. */
  batchSize: z.int().min(2).default(64),
  /** Highest learning rate, reached after the warm-up. */
  learningRate: z.number().positive().default(2e-3),
  /** Share of the steps in which the learning rate rises from 0; it then falls to 0 along a cosine. */
  warmupShare: z.number().min(0).max(1).default(0.1),
  /**
   * Which weights are the result: the last ones, also without this, or the best of some twenty states by the order that the
   * model keeps on pictures that the split sets aside for that, where it does.
   */
  keep: z.enum(['last', 'best']).optional(),
  /** With `keep: 'best'`: looks without a better order after which the training ends; default: it goes on to its end. */
  patience: z.int().positive().optional(),
  /**
   * What products of matrices and convolutions are computed in; default: `float32`, on every device the same. A GPU is quicker
   * in `tf32` (factors of 11 significant bits) and `bfloat16` (8). States and sums stay float32.
   */
  precision: z.enum(precisions).optional(),
  /**
   * Whether XLA compiles the training step (native TensorFlow only); default: no. On a GPU convolutional networks then train
   * about half as fast again, after seconds to a minute for the first step.
   */
  compiled: z.boolean().optional(),
  optimizer: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('adamW'), weightDecay: weightDecay.default(1e-3) }),
      z.strictObject({
        kind: z.literal('sgd'),
        /** Nesterov momentum. */
        momentum: z.number().min(0).lt(1).default(0.9),
        weightDecay: weightDecay.default(1e-4),
      }),
    ])
    .default({ kind: 'adamW', weightDecay: 1e-3 }),
});

export type TrainingConfig = z.output<typeof trainingSchema>;

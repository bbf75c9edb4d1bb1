import { z } from 'zod';
import { precisions } from '../compute/backend/precision.js';

const weightDecay = z
  .number()
  .min(0)
  .describe('Share of a weight, times the learning rate, that it loses at each step.');

/** How a query model is trained. */
export const trainingSchema = z.strictObject({
  epochs: z.int().positive().default(20).describe('Passes over the training pictures.'),
  batchSize: z.int().min(2).default(64).describe('Pictures a step.'),
  learningRate: z
    .number()
    .positive()
    .default(2e-3)
    .describe('Highest learning rate, reached after the warm-up.'),
  warmupShare: z
    .number()
    .min(0)
    .max(1)
    .default(0.1)
    .describe(
      'Share of the steps in which the learning rate rises from 0; it then falls to 0 along a cosine.',
    ),
  keep: z
    .enum(['last', 'best'])
    .optional()
    .describe(
      'Which weights are the result: the last ones, also without this, or the best of some twenty states by the order that the model keeps on pictures that the split sets aside for that, where it does.',
    ),
  patience: z
    .int()
    .positive()
    .optional()
    .describe(
      "With `keep: 'best'`: looks without a better order after which the training ends; default: it goes on to its end.",
    ),
  precision: z
    .enum(precisions)
    .optional()
    .describe(
      'What products of matrices and convolutions are computed in; without this float32, on every device the same. A GPU may be quicker in tf32 (factors of 11 significant bits) or in bfloat16 (8) or float16 (11, with the loss scaled); states and sums stay float32.',
    ),
  compiled: z
    .boolean()
    .optional()
    .describe(
      'Whether XLA compiles the training step (native TensorFlow only). On a GPU convolutional networks then train up to twice as fast, after seconds to a minute for the first step.',
    ),
  optimizer: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('adamW'), weightDecay: weightDecay.default(1e-3) }),
      z.strictObject({
        kind: z.literal('sgd'),
        momentum: z.number().min(0).lt(1).default(0.9).describe('Nesterov momentum.'),
        weightDecay: weightDecay.default(1e-4),
      }),
    ])
    .default({ kind: 'adamW', weightDecay: 1e-3 })
    .describe('What turns gradients into steps.'),
});

export type TrainingConfig = z.output<typeof trainingSchema>;

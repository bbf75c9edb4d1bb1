import { z } from 'zod';
import type { NeighbourSource } from './types.js';

const count = z.int().min(2).describe('Items of the bank: those nearest to the anchor.');

/** Schema of a {@link NeighbourSource}; without one the list is the batch. */
export const neighbourSourceSchema = z
  .discriminatedUnion('from', [
    z.strictObject({ from: z.literal('bank'), count }),
    z.strictObject({ from: z.literal('batch') }),
    z.strictObject({ from: z.literal('bankAndBatch'), count }),
  ])
  .describe(
    'What each anchor ranks: its nearest items of the bank of training pictures, the pictures of the batch, or both together.',
  ) satisfies z.ZodType<NeighbourSource>;

import { z } from 'zod';
import { rankerConfigSchema, type RankerConfig } from '../rankers/rankerConfig.js';
import type { NeighbourSource, NeighbourSourceInput } from './types.js';

const count = z.int().min(2).describe('Items of the bank: those nearest to the anchor.');

/** Schema of a {@link NeighbourSource}; without one the list is the batch. */
export const neighbourSourceSchema = z
  .discriminatedUnion('from', [
    z.strictObject({ from: z.literal('bank'), count }),
    z.strictObject({ from: z.literal('batch') }),
    z.strictObject({ from: z.literal('bankAndBatch'), count }),
    z.strictObject({
      from: z.literal('ranker'),
      count: count.describe("Items of the ranker's list: its first."),
      ranker: rankerConfigSchema,
    }),
  ])
  .describe(
    'What each anchor ranks: its nearest items of the bank of training pictures, the pictures of the batch, both together, or the items that a ranker puts first.',
  ) satisfies z.ZodType<NeighbourSource, NeighbourSourceInput>;

/** What the lists of a ranker are known by. */
export const rankerKey = (ranker: RankerConfig): string => JSON.stringify(ranker);

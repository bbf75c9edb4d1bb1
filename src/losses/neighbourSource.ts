import { z } from 'zod';
import type { NeighbourSource } from './types.js';

/** Schema of a {@link NeighbourSource}; without one the list is the batch. */
export const neighbourSourceSchema = z.discriminatedUnion('from', [
  z.strictObject({ from: z.literal('bank'), count: z.int().min(2) }),
  z.strictObject({ from: z.literal('batch') }),
  z.strictObject({ from: z.literal('bankAndBatch'), count: z.int().min(2) }),
]) satisfies z.ZodType<NeighbourSource>;

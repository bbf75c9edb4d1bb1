import type { z } from 'zod';
import type { rankOrderPreservationSchema } from './rankOrderPreservation.js';

/** Rank order preservation in the form of the public re-implementation by Xie et al. (2024), for comparison beside ours. */
export const publicRankOrderForm = {
  kind: 'rankOrderPreservation',
  neighbours: { from: 'batch' },
  comparison: 'cross',
  indicator: 'hard',
  error: 'squared',
  weights: 'growing',
  temperature: 0.1,
} as const satisfies z.input<typeof rankOrderPreservationSchema>;

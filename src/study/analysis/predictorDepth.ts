import type { DatasetName } from '../plan/settings.js';

/** Depth at which order consistency is set against mAP: what fits the number of positives of a query. */
export const predictorDepth = { emoji: 10, 'emoji-small': 10, grocery: 100 } as const satisfies Record<
  DatasetName,
  number
>;

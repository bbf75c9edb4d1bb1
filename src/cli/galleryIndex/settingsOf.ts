import { applyChanges } from '../../base/config/applyChanges.js';

/** Settings of a search as `--set probes=5,refine=10` says them. */
export const settingsOf = (text: string): Record<string, unknown> => applyChanges({}, text.split(','));

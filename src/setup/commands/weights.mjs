import { setUp } from '../core/setUp.mjs';
import { weights as pinned } from '../pins.mjs';
import { namedWeights, weightsStep } from '../steps/weights.mjs';

/** Fetches pretrained weights into `data/weights`. */
export const weights = {
  summary: 'fetch pretrained weights',
  help: `  [NAME...]  which of ${Object.keys(pinned).join(', ')}; a name's end is enough (lite0). Default: all`,
  async run(args) {
    const files = await fetchWeights(args);
    if (files) console.log(`in data/weights: ${files.join(', ')}`);
    return files ? 0 : 1;
  },
};

/**
 * Brings the named weights, all without a name, into place: `folder`, by default the workspace's `data/weights`. Resolves to the names of their files, or to nothing where some
 * could not be brought, which it has told then.
 */
export async function fetchWeights(typed, folder) {
  const names = typed.length > 0 ? namedWeights(typed) : Object.keys(pinned);
  const steps = names.map((name) => weightsStep(name, folder));
  const done = await setUp(steps, { required: steps.map((step) => step.name) });
  return done ? names.map((name) => pinned[name].file) : undefined;
}

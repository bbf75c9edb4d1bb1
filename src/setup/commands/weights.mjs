import { setUp } from '../core/setUp.mjs';
import { weights as pinned } from '../pins.mjs';
import { namedWeights, weightsStep } from '../steps/index.mjs';

/** Fetches pretrained weights into `data/weights`. */
export const weights = {
  summary: 'fetch pretrained weights',
  help: `  [NAME...]  which of ${Object.keys(pinned).join(', ')}; a name's end is enough (lite0). Default: all`,
  async run(args) {
    const names = args.length > 0 ? namedWeights(args) : Object.keys(pinned);
    const steps = names.map(weightsStep);
    const done = await setUp(steps, { required: steps.map((step) => step.name) });
    if (done) console.log(`in data/weights: ${names.map((name) => pinned[name].file).join(', ')}`);
    return done ? 0 : 1;
  },
};

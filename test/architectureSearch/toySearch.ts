import { choiceSpaceSchema } from '../../src/models/networks/choiceSpace.js';
import type { SearchConfigInput } from '../../src/architectureSearch/searchConfig.js';

/** A space of few and narrow blocks. */
export const toySpace = choiceSpaceSchema.parse({
  stem: 4,
  stages: [
    { channels: 6, blocks: 2, stride: 2 },
    { channels: 8, blocks: 2, stride: 2 },
  ],
  choices: [{ kernel: 3, expansion: 1 }, { kernel: 5, expansion: 2 }, 'skip'],
  head: 12,
});

/** A search of seconds. */
export const toyConfig: SearchConfigInput = {
  dataset: 'emoji-small',
  gallery: { name: 'efficientNetLite2', size: 224, pooling: 'gem' },
  space: toySpace,
  size: 32,
  training: { epochs: 2, learningRate: 3e-3 },
  recalibration: 64,
  evolution: { population: 3, generations: 2, parents: 2, crossover: 1, mutation: 1 },
  budget: 300_000,
};

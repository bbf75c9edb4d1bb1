import { storedToCrop } from '../training/augment.js';
import type { RunConfig } from '../experiments/runConfig.js';

/** How a picture becomes the square that a query model takes, as in the evaluation of its training run. */
export interface Preparation {
  /** Side of the square that the picture is brought to. */
  scaled: number;
  /** Side of the middle that is cut out of it. */
  size: number;
  /** `drawing` crops a drawing to what is drawn; photos are taken whole. */
  framing: 'whole' | 'drawing';
}

/** @param config of the training run, where it is known */
export function preparationOf(size: number, config: RunConfig | undefined): Preparation {
  if (config?.pictures && config.query.kind !== 'head') return { scaled: size, size, framing: 'whole' };
  return { scaled: Math.round(size * storedToCrop), size, framing: 'drawing' };
}

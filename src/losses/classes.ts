import { RetrievalError } from '../errors.js';
import type { TrainingSet } from './types.js';

/** The classes of the training pictures, numbered from 0 without gaps. */
export interface Classes {
  /** `[N]` */
  of: Int32Array;
  count: number;
}

/**
 * Numbers the classes of a training set in the order of their labels.
 * @throws RetrievalError when it has no labels.
 */
export function classesOf({ labels }: TrainingSet): Classes {
  if (!labels) {
    throw new RetrievalError({
      what: 'This loss needs the labels of the training pictures',
      expected: 'labels, one per training picture',
      found: 'none',
      fix: 'pass labels to trainQueryModel, or choose a loss that learns from the gallery model alone',
    });
  }
  const known = [...new Set(labels)].sort((a, b) => a - b);
  const numbers = new Map(known.map((label, n) => [label, n]));
  return { of: labels.map((label) => numbers.get(label)!), count: known.length };
}

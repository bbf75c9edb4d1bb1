import { rowsWhere } from '../createDataset.js';
import type { ImageRecord, RetrievalSplit } from '../types.js';

/** Odd classes below this number form the split `unseen`. */
const unseenLimit = 400;

/** Every fourth class of the training classes, held out to choose hyperparameters. */
export function isValidationClass(label: number): boolean {
  return label % 2 === 0 && Math.floor(label / 2) % 4 === 0;
}

/** Training on even classes, retrieval among classes that the training has not seen, between different vendors. */
export function emojiSplits(records: ImageRecord[], labelNames: string[]): RetrievalSplit[] {
  const numbers = new Map(labelNames.map((label, number) => [label, number]));
  const split = (
    name: string,
    description: string,
    isFit: (label: number) => boolean,
    isEvaluated: (label: number) => boolean,
  ): RetrievalSplit => {
    const rows = (condition: (label: number) => boolean, role?: 'query' | 'gallery') =>
      rowsWhere(
        records,
        (record) => (!role || record.role === role) && condition(numbers.get(record.label)!),
      );
    return {
      name,
      fit: rows(isFit),
      queries: rows(isEvaluated, 'query'),
      gallery: rows(isEvaluated, 'gallery'),
      excludeSelf: false,
      description,
    };
  };
  const isEven = (label: number) => label % 2 === 0;
  const isOdd = (label: number) => label % 2 === 1;
  return [
    split(
      'unseen',
      `even classes train; the first odd classes (below ${unseenLimit}) are searched, three vendors against the three others`,
      isEven,
      (label) => isOdd(label) && label < unseenLimit,
    ),
    split(
      'unseen-all',
      'even classes train; all odd classes are searched, three vendors against the three others',
      isEven,
      isOdd,
    ),
    split(
      'validation',
      'three quarters of the even classes train; the remaining quarter is searched, to choose hyperparameters',
      (label) => isEven(label) && !isValidationClass(label),
      isValidationClass,
    ),
  ];
}

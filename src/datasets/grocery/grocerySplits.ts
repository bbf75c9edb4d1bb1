import { rowsWhere } from '../createDataset.js';
import type { ImageRecord, RetrievalSplit } from '../types.js';

interface Part {
  origins: string[];
  /** Condition on the fine id; default every class. */
  label?: (label: number) => boolean;
}

const isEven = (label: number): boolean => label % 2 === 0;
const isOdd = (label: number): boolean => label % 2 === 1;
/** Every fourth even class is held out to choose hyperparameters. */
const isValidation = (label: number): boolean => isEven(label) && Math.floor(label / 2) % 4 === 0;

const training = ['train', 'val'];

/** The retrieval splits; photos of the lists train and val come from other visits to the stores than those of test. */
export function grocerySplits(records: ImageRecord[], labelNames: string[]): RetrievalSplit[] {
  const numbers = new Map(labelNames.map((label, number) => [label, number]));
  const rows = ({ origins, label = () => true }: Part): Int32Array =>
    rowsWhere(records, (record) => origins.includes(record.origin) && label(numbers.get(record.label)!));
  const split = (
    name: string,
    [fit, queries, gallery]: [Part, Part, Part],
    description: string,
  ): RetrievalSplit => ({
    name,
    fit: rows(fit),
    queries: rows(queries),
    gallery: rows(gallery),
    excludeSelf: queries === gallery,
    description,
  });
  const fitEven = { origins: training, label: isEven };
  const fitAll = { origins: training };
  const oddTest = { origins: ['test'], label: isOdd };
  const heldOut = { origins: training, label: isValidation };
  const fitRest = { origins: training, label: (label: number) => isEven(label) && !isValidation(label) };
  return [
    split(
      'unseen',
      [fitEven, oddTest, oddTest],
      'even classes train; every test photo of an odd class searches the others',
    ),
    split(
      'unseen-cross-visit',
      [fitEven, oddTest, { origins: training, label: isOdd }],
      'even classes train; test photos of odd classes search photos of the same classes from other visits',
    ),
    split(
      'official',
      [fitAll, { origins: ['test'] }, fitAll],
      'all classes train; test photos search the training photos',
    ),
    split(
      'studio',
      [fitAll, { origins: ['test'] }, { origins: ['studio'] }],
      'all classes train on photos; test photos search the 81 studio pictures, one of each class',
    ),
    split(
      'validation',
      [fitRest, heldOut, heldOut],
      'three quarters of the even classes train; every training photo of the others searches the rest, to choose hyperparameters',
    ),
  ];
}

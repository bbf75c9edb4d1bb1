import { noLabel } from '../datasets/createDataset.js';
import { RetrievalError } from '../errors.js';
import type { RankedLists } from './types.js';

/** How well lists put pictures of the same label first. */
export interface ListQuality {
  /** Mean average precision within the list, 0 to 1. */
  meanAveragePrecision: number;
  /** Share of right pictures among the first 10 behind the picture itself, or among all where there are fewer; 0 to 1. */
  precisionAt10: number;
  /** Pictures that it is the mean over: those with a label that another picture has too. */
  pictures: number;
}

/** Places that precision looks at. */
const firstPlaces = 10;

/**
 * Mean average precision and precision at 10 of ranked lists against labels, the picture itself left out. The average
 * precision is the sum of the precisions at the right pictures in the list, divided by how many could be there:
 * the right ones of all N pictures, at most K - 1. So it is 1 for the best list that there is, whatever K.
 * @param labels `[N]`, -1 for none
 * @throws RetrievalError for another number of labels, for lists of the picture alone, and when no two pictures share a label.
 * @example
 * const lists = { rows: 3, length: 3, indices: Int32Array.of(0, 1, 2, 1, 0, 2, 2, 0, 1) };
 * console.log(listQuality(lists, Int32Array.of(1, -1, 1)).meanAveragePrecision); // 0.75
 */
export function listQuality(lists: RankedLists, labels: Int32Array): ListQuality {
  const { rows, length, indices } = lists;
  if (labels.length !== rows || length < 2) {
    throw new RetrievalError({
      what: 'These lists cannot be held against these labels',
      expected: `${rows} labels, and lists of at least 2 places`,
      found: `${labels.length} labels, ${length} places`,
      kind: 'usage',
    });
  }
  checkShared(labels);
  const counts = countsOf(labels);
  const behind = Math.min(firstPlaces, length - 1);
  let [averages, precisions, pictures] = [0, 0, 0];
  for (let row = 0; row < rows; row++) {
    const label = labels[row]!;
    const right = counts.get(label)! - 1;
    if (label === noLabel || right === 0) continue;
    let [found, sum, foundFirst] = [0, 0, 0];
    for (let place = 1; place < length; place++) {
      if (labels[indices[row * length + place]!] !== label) continue;
      found++;
      sum += found / place;
      if (place <= behind) foundFirst++;
    }
    averages += sum / Math.min(length - 1, right);
    precisions += foundFirst / behind;
    pictures++;
  }
  return {
    meanAveragePrecision: averages / pictures,
    precisionAt10: precisions / pictures,
    pictures,
  };
}

/** Whether any two pictures share a label. @param labels -1 for none */
export function areShared(labels: Int32Array): boolean {
  for (const [label, count] of countsOf(labels)) if (label !== noLabel && count > 1) return true;
  return false;
}

/**
 * Refuses labels that say of no two pictures that they belong together.
 * @param labels -1 for none
 */
export function checkShared(labels: Int32Array): void {
  if (areShared(labels)) return;
  const labelled = labels.filter((label) => label !== noLabel).length;
  throw new RetrievalError({
    what: 'No two pictures share a label',
    where: 'labels',
    expected: 'labels that tell which pictures belong together',
    found: `${labelled} of ${labels.length} pictures have a label, none of which is there twice`,
    fix: 'put the pictures of each label into a folder of their own, or do without what needs labels',
    kind: 'data',
  });
}

function countsOf(labels: Int32Array): Map<number, number> {
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}

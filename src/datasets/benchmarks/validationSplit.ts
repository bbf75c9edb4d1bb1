import type { ImageRecord, RetrievalSplit } from '../types.js';
import { randomSource } from '../../base/randomSource.js';

const share = 0.1;
/** At least two, or there would be nothing wrong to find; not more than can be searched after every trial. */
const [fewestLabels, mostLabels] = [2, 200];

/**
 * A split to choose hyperparameters with, ours: a tenth of the training labels (2 to 200, each with two pictures or
 * more) is held out, and each of its pictures searches the others.
 *
 * @param fit training rows of the benchmark
 * @returns nothing where fewer than four labels have two pictures.
 */
export function validationSplit(records: readonly ImageRecord[], fit: Int32Array): RetrievalSplit[] {
  const counts = new Map<string, number>();
  for (const row of fit) {
    const { label } = records[row]!;
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  const usable = [...counts].flatMap(([label, count]) => (count > 1 ? [label] : []));
  if (usable.length < 2 * fewestLabels) return [];
  const count = Math.min(mostLabels, Math.max(fewestLabels, Math.round(usable.length * share)));
  const order = randomSource(0, 'validation labels').permutation(usable.length);
  const heldOut = new Set(Array.from(order.subarray(0, count), (place) => usable[place]!));
  const isHeldOut = (row: number) => heldOut.has(records[row]!.label);
  const searched = fit.filter(isHeldOut);
  return [
    {
      name: 'validation',
      fit: fit.filter((row) => !isHeldOut(row)),
      queries: searched,
      gallery: searched,
      excludeSelf: true,
      description: `${counts.size - count} training labels train; each picture of the other ${count} searches the rest`,
    },
  ];
}

import type { Verdict } from '../verdict.js';
import { checkList } from './checkList.js';

/**
 * Checks the ranks of a list of similarities: 1 for the highest, and half a rank for each item that is equal.
 * @param answer whatever the learner has written
 * @example
 * checkRanks([1, 0], [0.4, 0.7]); // wrong: your ranks start at 0; the formula at 1.
 */
export function checkRanks(answer: unknown, similarities: readonly number[]): Verdict {
  const ranks = steppedRanks(similarities, 0.5);
  const order = similarities.map((_, n) => n).sort((a, b) => similarities[b]! - similarities[a]!);
  const hasTies = new Set(similarities).size < similarities.length;
  const ties = [
    {
      answer: steppedRanks(similarities, 0),
      words: 'an equal item adds nothing here; in the formula it adds a half.',
    },
    {
      answer: steppedRanks(similarities, 1),
      words: 'an equal item adds 1 here; in the formula it adds a half.',
    },
    {
      answer: ranks.map((rank) => rank + 0.5),
      words: 'an item is compared with itself too; the sum leaves it out.',
    },
  ];
  const mistakes = [
    { answer: ranks.map((rank) => rank - 1), words: 'your ranks start at 0; the formula at 1.' },
    {
      answer: steppedRanks(
        similarities.map((s) => -s),
        0.5,
      ),
      words: 'the lowest similarity has rank 1 in your list; the highest should have it.',
    },
    {
      answer: order.map((item) => item + 1),
      words:
        'these are the items in their order; asked for is the rank of each item, in the order of the items.',
    },
    {
      answer: order,
      words: 'these are the items in their order, from 0; asked for is the rank of each item, from 1.',
    },
  ];
  return checkList(answer, ranks, {
    what: `the ${similarities.length} ranks`,
    mistakes: hasTies ? [...ties, ...mistakes] : mistakes,
    because: hasTies
      ? 'equal items share the mean of their ranks.'
      : 'one plus the number of items that lie above.',
  });
}

function steppedRanks(similarities: readonly number[], tie: number): number[] {
  return similarities.map((own, i) =>
    similarities.reduce((rank, other, j) => {
      if (j === i) return rank;
      return rank + (other === own ? tie : Number(other > own));
    }, 1),
  );
}

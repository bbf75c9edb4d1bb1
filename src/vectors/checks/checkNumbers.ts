import { describeValue } from '../../base/describeValue.js';
import { RetrievalError } from '../../errors.js';
import { checkLength, checkList } from '../gallery/checkInput.js';

/** A list of numbers that a caller gives; whether it is one is checked. */
type Numbers = ArrayLike<number>;

/** Refuses labels that are no numbers: NaN equals no label, so that nothing would ever be right. */
export function checkLabels(labels: Numbers, length: number, where: string): void {
  checkLength(labels, length, where);
  for (let i = 0; i < labels.length; i++) {
    if (Number.isFinite(labels[i])) continue;
    throw new RetrievalError({
      what: 'A label is not a finite number',
      where: `${where}[${i}]`,
      expected: 'a number for each label, the same for the same label',
      found: describeValue(labels[i]),
      fix: 'number the names: names.map((name) => [...new Set(names)].indexOf(name))',
    });
  }
}

/** Refuses a ranking that does not name each of the rows `0 .. n-1` once. */
export function checkRanking(ranking: Numbers, where: string): void {
  checkList(ranking, where, 'a ranking of rows');
  const seen = new Uint8Array(ranking.length);
  for (let place = 0; place < ranking.length; place++) {
    const row = ranking[place]!;
    // Anything but a row leaves the array as it is, and reads undefined.
    if (seen[row] === 0) {
      seen[row] = 1;
      continue;
    }
    throw new RetrievalError({
      what: 'A ranking is not an order of the rows',
      where: `${where}[${place}]`,
      expected: `each row from 0 to ${ranking.length - 1} once`,
      found: seen[row] === 1 ? `row ${row} again` : describeValue(row),
      fix: 'rank all rows, for example with rankingOrder(scores)',
    });
  }
}

/** Refuses positions of positives that are no whole numbers from 0 on, or do not ascend. */
export function checkPositions(positions: Numbers, positiveCount = positions.length): void {
  checkList(positions, 'positions', 'positions of the positives');
  let before = -1;
  for (let i = 0; i < positions.length; i++) {
    const position = positions[i]!;
    if (!(position > before && Number.isInteger(position))) {
      throw new RetrievalError({
        what: 'The positions of the positives are not in order',
        where: `positions[${i}]`,
        expected: 'whole numbers from 0 on, each above the one before',
        found: i === 0 ? describeValue(position) : `${describeValue(position)} behind ${before}`,
      });
    }
    before = position;
  }
  if (!(Number.isInteger(positiveCount) && positiveCount >= positions.length)) {
    throw new RetrievalError({
      what: 'There are more positions than positives',
      where: 'positiveCount',
      expected: `a whole number of at least ${positions.length}`,
      found: describeValue(positiveCount),
    });
  }
}

/**
 * Refuses numbers that are no rows of a table of `count` rows.
 * @param orNone whether -1 stands for no row
 */
export function checkRows(rows: Numbers, count: number, where: string, orNone = false): void {
  checkList(rows, where, 'row numbers');
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    if (Number.isInteger(row) && row < count && row >= (orNone ? -1 : 0)) continue;
    throw new RetrievalError({
      what: 'There is no such row',
      where: `${where}[${i}]`,
      expected: `a whole number from 0 to ${count - 1}${orNone ? ', or -1 for none' : ''}`,
      found: describeValue(row),
    });
  }
}

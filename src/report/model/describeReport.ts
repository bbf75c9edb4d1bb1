import type { DuplicatePair } from '../../experiments/duplicates.js';
import type { ModelReport } from './modelReport.js';
import { servedWorst } from './rankQueries.js';

/** Examples named in a line. */
const named = 3;

/** What a report found, in lines: the queries served worst, duplicates, labels to look at, and what is left out. */
export function describeReport(report: ModelReport): string[] {
  const { queries, id, duplicates, mislabelled, leftOut } = report;
  const worst = servedWorst(queries, named).map(({ query }) => id(query));
  const doubted = mislabelled.map(({ record, suggested }) => `${id(record)} (${suggested}?)`);
  return [
    `Served worst: ${worst.join(', ')}.`,
    duplicates.length === 0
      ? 'No duplicates between the sides.'
      : `${describeDuplicates(duplicates)}, such as ${examples(duplicates, id)}.`,
    ...(doubted.length > 0
      ? [`Labels to look at: ${doubted.length}, such as ${doubted.slice(0, named).join(', ')}.`]
      : []),
    ...leftOut.map((line) => `Left out: ${line}`),
  ];
}

/** How many queries stand on another side, too, and what that means. */
export function describeDuplicates(pairs: readonly DuplicatePair[]): string {
  const queries = (wanted: readonly DuplicatePair[]): number =>
    new Set(wanted.map(({ query }) => query)).size;
  const trained = queries(pairs.filter(({ side }) => side === 'training'));
  const underTwo = queries(pairs.filter(({ hasOtherLabel }) => hasOtherLabel));
  const details = [
    trained > 0 && `${trained} with one that trained`,
    underTwo > 0 && `${underTwo} under two labels`,
  ].filter(Boolean);
  const all = queries(pairs);
  const subject =
    all === 1
      ? '1 searched picture is a duplicate of another'
      : `${all} searched pictures are duplicates of others`;
  return `${subject}${details.length > 0 ? ` (${details.join(', ')})` : ''}`;
}

/** Some pairs by their ids. */
export function examples(pairs: readonly DuplicatePair[], id: (record: number) => string): string {
  const shown = pairs.slice(0, named).map(({ query, other }) => `${id(query)} = ${id(other)}`);
  return shown.join(', ');
}

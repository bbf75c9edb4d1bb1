import { createHash } from 'node:crypto';
import { RetrievalError } from '../errors.js';
import type { Attribution, Dataset, DatasetProperties, ImageRecord, RetrievalSplit } from './types.js';

/** Label number of a picture without a label. */
export const noLabel = -1;

/** What a data set is made of; the rest follows. */
export interface DatasetParts extends DatasetProperties {
  name: string;
  records: ImageRecord[];
  /** In the order of the label numbers; default sorted by code unit. */
  labelNames?: string[];
  splits: RetrievalSplit[];
  /** Versions of everything that the pictures depend on beside their ids. */
  contentVersions: string[];
  attributions: Attribution[];
  pixels: Dataset['pixels'];
  suppliedVectors?: Dataset['suppliedVectors'];
  leftOut?: Dataset['leftOut'];
  brokenPictures?: Dataset['brokenPictures'];
}

/**
 * Numbers the labels, hashes the content and checks the ids.
 * @throws RetrievalError when two records have one id.
 */
export function createDataset(parts: DatasetParts): Dataset {
  const { name, records, splits, contentVersions, attributions, pixels, suppliedVectors } = parts;
  const { pictureKind, mayBeMirrored, defaultSplit, leftOut = [], brokenPictures } = parts;
  checkIds(name, records);
  const labelNames =
    parts.labelNames ?? [...new Set(records.map(({ label }) => label))].filter(Boolean).sort();
  const numbers = new Map(labelNames.map((label, number) => [label, number]));
  return {
    name,
    pictureKind,
    mayBeMirrored,
    defaultSplit,
    records,
    labels: Int32Array.from(records, ({ label }) => numbers.get(label) ?? noLabel),
    labelNames,
    splits: Object.fromEntries(splits.map((split) => [split.name, split])),
    fingerprint: fingerprintOf(contentVersions, records),
    attributions,
    pixels: (rows, request) => {
      checkRows(name, rows, records.length);
      return pixels(rows, request);
    },
    ...(suppliedVectors && { suppliedVectors }),
    ...(leftOut.length > 0 && { leftOut }),
    ...(brokenPictures && { brokenPictures }),
  };
}

/** Row numbers of the records that the condition holds for. */
export function rowsWhere<T extends ImageRecord>(
  records: T[],
  condition: (record: T) => boolean,
): Int32Array {
  return Int32Array.from(records.flatMap((record, row) => (condition(record) ? [row] : [])));
}

/** Hashed record by record: a million of them would not fit into one text. */
function fingerprintOf(contentVersions: string[], records: ImageRecord[]): string {
  const hash = createHash('sha256').update([...contentVersions, ''].join('\n'));
  for (const { id, label, box } of records) hash.update(`\n${JSON.stringify([id, label, box ?? null])}`);
  return hash.digest('hex');
}

function checkIds(name: string, records: ImageRecord[]): void {
  const seen = new Set<string>();
  for (const { id } of records) {
    if (seen.has(id)) {
      throw new RetrievalError({
        what: 'Two pictures of the data set have the same id',
        where: name,
        expected: 'every id once',
        found: `${JSON.stringify(id)} twice`,
        fix: 'remove one of them, or run `npx asym data check` for all problems at once',
      });
    }
    seen.add(id);
  }
}

function checkRows(name: string, rows: ArrayLike<number>, count: number): void {
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    if (Number.isInteger(row) && row >= 0 && row < count) continue;
    throw new RetrievalError({
      what: 'The data set has no such picture',
      where: `${name}, rows[${i}]`,
      expected: `a whole number from 0 to ${count - 1}`,
      found: String(row),
      fix: 'take the row numbers from a split of this data set',
    });
  }
}

import { basename, resolve } from 'node:path';
import type { PictureProgress } from '../../images/pixelCache.js';
import { heldOutSplit } from '../heldOutSplit.js';
import { rowsWhere } from '../createDataset.js';
import { withCopies } from './copies.js';
import { readCsvRecords, type CsvRecord } from './csvRecords.js';
import { ownCacheName, ownPictures, ownProperties } from './ownPictures.js';
import { photoDataset } from '../photoDataset.js';
import { ownBrokenPictures, wholePictures } from './wholePictures.js';
import { ProblemList } from '../../base/problems/problem.js';
import type { Dataset, RetrievalSplit } from '../types.js';

export interface CsvDatasetOptions {
  /**
   * A table with the column `path` (paths, or addresses `https://` and `s3://`) and, if wanted, `label`, `split` with `role`, and `x1,y1,x2,y2`; or a text file with a
   * path on each line.
   */
  file: string;
  /** Leaves out pictures that cannot be decoded; default false. */
  skipBroken?: boolean;
  onProgress?: PictureProgress;
  /** Folder of the resized pictures; default a folder of its own in `data/cache` of the workspace. */
  cacheFolder?: string;
}

/**
 * Your own pictures by a table. Paths count from the table's folder. The split `heldOut` trains on all but a few of the
 * pictures. With a column `split` there are more: `split` is `fit`, `test` or `validation`; `role` is `query`, `gallery` or
 * `both` (a query that is in the gallery too and left out of its own ranking) and plays no part for `fit`. The split
 * `unseen` searches the rows of `test`, the split `validation` those of `validation`.
 *
 * @throws RetrievalError that lists every row that can't be used.
 */
export async function csvDataset(options: CsvDatasetOptions): Promise<Dataset> {
  const { file, skipBroken, onProgress, cacheFolder } = options;
  const table = resolve(file);
  const problems = new ProblemList();
  const read = await Promise.resolve().then(() => readCsvRecords(table, problems));
  const place = { cacheName: ownCacheName(table), cacheFolder, onProgress };
  const { kept: rows, leftOut } = await wholePictures(withCopies(read, place), { ...place, skipBroken });
  checkParts(table, rows, problems);
  problems.throwErrors(table);
  return photoDataset({
    ...ownProperties,
    ...(rows.some((row) => row.split !== undefined) && { defaultSplit: 'unseen' }),
    name: basename(table),
    records: rows.map(({ where: _, ...record }) => record),
    splits: csvSplits(rows),
    contentVersions: [table, ...rows.map(({ split = '', role = '' }) => `${split} ${role}`)],
    attributions: [ownPictures(table)],
    ...place,
    leftOut,
    brokenPictures: (told) => ownBrokenPictures(rows, { ...place, onProgress: told }),
    watchTimes: true,
    fix: 'do not change the files while they are read',
  });
}

/** Adds a problem for every part that the split `unseen` needs and a table that divides its pictures lacks. */
export function checkParts(file: string, rows: CsvRecord[], problems: ProblemList): void {
  if (rows.length > 0 && rows.every((row) => row.split === undefined)) return;
  const isSearched = (row: CsvRecord, role: string) =>
    row.split === 'test' && (row.role === role || row.role === 'both');
  const needed: [string, (row: CsvRecord) => boolean][] = [
    ['with split "fit"', (row) => row.split === 'fit'],
    ['with split "test" and role "query" or "both"', (row) => isSearched(row, 'query')],
    ['with split "test" and role "gallery" or "both"', (row) => isSearched(row, 'gallery')],
  ];
  for (const [kind, condition] of needed) {
    if (rows.some(condition)) continue;
    problems.error({
      what: 'A part of the data set is empty',
      where: file,
      expected: `rows ${kind}`,
      found: 'none that can be used',
      fix: 'add such rows',
    });
  }
}

function csvSplits(rows: CsvRecord[]): RetrievalSplit[] {
  const split = (name: string, part: string): RetrievalSplit => ({
    name,
    fit: rowsWhere(rows, (row) => row.split === 'fit'),
    queries: rowsWhere(rows, (row) => row.split === part && row.role !== 'gallery'),
    gallery: rowsWhere(rows, (row) => row.split === part && row.role !== 'query'),
    excludeSelf: rows.some((row) => row.split === part && row.role === 'both'),
    description: `rows of split "fit" train, those of "${part}" are searched`,
  });
  const parts = { unseen: 'test', validation: 'validation' };
  const divided = Object.entries(parts).filter(([, part]) => rows.some((row) => row.split === part));
  return [
    ...(divided.length === 0 || rows.length > 2 ? [heldOutSplit(rows)] : []),
    ...divided.map(([name, part]) => split(name, part)),
  ];
}

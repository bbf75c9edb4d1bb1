import { join } from 'node:path';
import { ProblemList } from '../../../base/problems/problem.js';
import type { ImageRecord } from '../../types.js';
import { locateBenchmark } from '../folders.js';
import { badLine, forEachLine } from '../readList.js';
import { pictureAt, rowRange } from '../records.js';
import type { BenchmarkOptions, BenchmarkParts, PicturePlace } from '../types.js';

const list = 'revisitop1m.txt';

/**
 * The million of distractors for ROxford5k and RParis6k (Radenović et al. 2018). Layout, from the owners'
 * `python/download.py` and `dataset.py`:
 *
 *     revisitop1m.txt      a file per line, with its extension
 *     jpg/<line>
 *
 * The list is read as a stream, and a picture holds its line as its only text.
 *
 * Not known here: whether the lines have folders; both forms are taken.
 */
export async function readDistractors(options: BenchmarkOptions): Promise<BenchmarkParts> {
  const folder = locateBenchmark('revisitop1m', options.folder, [list, 'jpg']);
  const file = join(folder, list);
  const place: PicturePlace = {
    root: join(folder, 'jpg'),
    fileOf: (id) => id,
    part: 'distractors',
    listsEverything: true,
  };
  const problems = new ProblemList();
  const records: ImageRecord[] = [];
  await forEachLine(file, problems, (line, where) => {
    if (isPicturePath(line)) records.push(pictureAt(place, line));
    else badLine(problems, where, 'a path below jpg that ends in .jpg, .jpeg or .png', line);
  });
  if (records.length === 0) badLine(problems, file, 'at least one line', '');
  problems.throwErrors(file);
  const none = new Int32Array(0);
  return {
    name: 'revisitop1m',
    folder,
    records,
    places: [place],
    splits: [
      {
        name: 'official',
        fit: none,
        queries: none,
        gallery: rowRange(0, records.length),
        excludeSelf: false,
        relevance: 'groundTruth',
        description: 'no queries; right for none of ROxford5k and RParis6k',
      },
    ],
    groundTruths: {},
    lists: [file],
  };
}

/** Text alone: looking at a million files takes minutes. Each path is checked on the disk when it is asked for. */
function isPicturePath(line: string): boolean {
  const parts = line.split('/');
  const isPlain = !/[\\\0:]/.test(line) && parts.every((part) => part !== '' && part !== '..');
  return isPlain && /\.(jpe?g|png)$/i.test(line);
}

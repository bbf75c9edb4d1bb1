import { join } from 'node:path';
import { ProblemList } from '../../../base/problems/problem.js';
import type { ImageRecord, RetrievalSplit } from '../../types.js';
import { readGoogleLandmarksSolution } from '../../groundTruth/googleLandmarksReader.js';
import type { GoogleLandmarksGroundTruth } from '../../groundTruth/types.js';
import { fetchAgain } from '../../groundTruth/readLines.js';
import { locateBenchmark } from '../folders.js';
import { pictureAt, rowRange } from '../records.js';
import {
  googleLandmarksParts,
  type BenchmarkOptions,
  type BenchmarkParts,
  type GoogleLandmarksPart,
  type PicturePlace,
} from '../types.js';
import { validationSplit } from '../validationSplit.js';
import { readIndex, readTest, readTrainClean, type ListedPicture } from './googleLandmarksLists.js';

const solution = 'ground_truth/retrieval_solution_v2.1.csv';
const listsOf: Record<GoogleLandmarksPart, string[]> = {
  train: ['metadata/train_clean.csv'],
  index: ['metadata/index.csv', 'metadata/index_image_to_landmark.csv'],
  test: ['metadata/test.csv'],
};

/**
 * Google Landmarks v2 (Weyand et al. 2020). Layout, from the README of the owners' repository:
 *
 *     metadata/train_clean.csv                  landmark_id, images (ids, separated by spaces)
 *     metadata/index.csv, metadata/test.csv     id
 *     metadata/index_image_to_landmark.csv      id, landmark_id
 *     ground_truth/retrieval_solution_v2.1.csv  id, images (ids of the index, or None), Usage
 *     {train,index,test}/a/b/c/<id>.jpg         a, b, c: the first three characters of the id
 *
 * Of the training pictures only the clean ones are opened. Landmark numbers of train and index have nothing to do with
 * each other, so a label carries its part: `train/17` and `index/17` are two landmarks. The split `official` searches the
 * index with the queries that count, public and private; the others of the test set are records but no queries.
 */
export async function readGoogleLandmarks(options: BenchmarkOptions): Promise<BenchmarkParts> {
  const parts = googleLandmarksParts.filter((part) => (options.parts ?? googleLandmarksParts).includes(part));
  const isSearched = parts.includes('index') && parts.includes('test');
  const lists = [...parts.flatMap((part) => listsOf[part]), ...(isSearched ? [solution] : [])];
  const folder = locateBenchmark('google-landmarks-v2', options.folder, [...lists, ...parts]);
  const at = (list: string) => join(folder, list);
  const problems = new ProblemList();
  const pictures = new Map<GoogleLandmarksPart, ListedPicture[]>();
  for (const part of parts) pictures.set(part, await readPart(part, listsOf[part].map(at), problems));
  problems.throwErrors(folder);
  const places = new Map(parts.map((part) => [part, placeOf(folder, part)]));
  const records: ImageRecord[] = [];
  const rows = new Map<GoogleLandmarksPart, Int32Array>();
  for (const part of parts) {
    const listed = pictures.get(part)!;
    rows.set(part, rowRange(records.length, listed.length));
    for (const { id, landmark } of listed) {
      records.push(pictureAt(places.get(part)!, id, landmark && `${part}/${landmark}`));
    }
  }
  const fit = rows.get('train') ?? new Int32Array(0);
  const groundTruth = isSearched
    ? counted(
        readGoogleLandmarksSolution(
          at(solution),
          pictures.get('index')!.map(({ id }) => id),
        ),
      )
    : undefined;
  const official: RetrievalSplit[] = groundTruth
    ? [
        {
          name: 'official',
          fit,
          queries: queryRows(groundTruth, pictures.get('test')!, rows.get('test')!, at(solution)),
          gallery: rows.get('index')!,
          excludeSelf: false,
          relevance: 'groundTruth',
          description: 'clean training pictures train; public and private queries search the index',
        },
      ]
    : [];
  return {
    name: 'google-landmarks-v2',
    folder,
    records,
    places: [...places.values()],
    splits: [...official, ...validationSplit(records, fit)],
    groundTruths: groundTruth ? { official: groundTruth } : {},
    lists: lists.map(at),
  };
}

function placeOf(folder: string, part: GoogleLandmarksPart): PicturePlace {
  return {
    root: join(folder, part),
    fileOf: (id) => `${id[0]}/${id[1]}/${id[2]}/${id}.jpg`,
    part,
    // Most training pictures are not in the clean list.
    listsEverything: part !== 'train',
  };
}

function readPart(
  part: GoogleLandmarksPart,
  lists: string[],
  problems: ProblemList,
): Promise<ListedPicture[]> {
  if (part === 'train') return readTrainClean(lists[0]!, problems);
  if (part === 'index') return readIndex(lists[0]!, lists[1]!, problems);
  return readTest(lists[0]!, problems);
}

/** The ground truth without the queries that are ignored, which are nearly all of them. */
function counted(truth: GoogleLandmarksGroundTruth): GoogleLandmarksGroundTruth {
  const counts = (_: unknown, q: number) => truth.usages[q] !== 'ignored';
  return {
    ...truth,
    queryIds: truth.queryIds.filter(counts),
    usages: truth.usages.filter(counts),
    positives: truth.positives.filter(counts),
  };
}

function queryRows(
  { queryIds }: GoogleLandmarksGroundTruth,
  test: ListedPicture[],
  testRows: Int32Array,
  file: string,
): Int32Array {
  const rowOf = new Map(test.map(({ id }, i) => [id, testRows[i]!]));
  const problems = new ProblemList();
  const rows = queryIds.map((id) => {
    const row = rowOf.get(id);
    if (row !== undefined) return row;
    problems.error({
      what: 'A query of the solution is not in the test set',
      where: file,
      expected: 'ids of metadata/test.csv',
      found: JSON.stringify(id),
      fix: fetchAgain,
    });
    return -1;
  });
  problems.throwErrors(file);
  return Int32Array.from(rows);
}

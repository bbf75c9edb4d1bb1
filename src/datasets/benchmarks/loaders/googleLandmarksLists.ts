import type { ProblemList } from '../../../base/problems/problem.js';
import { badLine, forEachRow } from '../readList.js';

/** A picture of Google Landmarks v2 as the lists name it. */
export interface ListedPicture {
  /** 16 hexadecimal digits. */
  id: string;
  /** Number of the landmark within its part; none is known of the test set. */
  landmark?: string;
}

const pictureId = /^[0-9a-f]{16}$/;
const landmarkId = /^\d{1,9}$/;
const idExpected = '16 hexadecimal digits';

/** Reads `train_clean.csv`: a landmark and its pictures per row. */
export async function readTrainClean(file: string, problems: ProblemList): Promise<ListedPicture[]> {
  const pictures: ListedPicture[] = [];
  const isNew = uniqueIds(problems);
  await forEachRow(
    file,
    ['landmark_id', 'images'],
    problems,
    ({ where, cells: [landmark = '', cell = ''] }) => {
      const ids = cell.split(/\s+/);
      const bad = ids.find((id) => !pictureId.test(id));
      if (!landmarkId.test(landmark) || bad !== undefined) {
        const expected = `a landmark's number and ids of ${idExpected}, separated by spaces`;
        badLine(problems, where, expected, bad === undefined ? landmark : `${landmark}: ${bad}`);
        return;
      }
      for (const id of ids) if (isNew(id, where)) pictures.push({ id, landmark });
    },
  );
  return nonEmpty(pictures, file, problems);
}

/** Reads `index.csv` for the order, and `index_image_to_landmark.csv` for the landmarks, whose order may be another. */
export async function readIndex(
  idFile: string,
  landmarkFile: string,
  problems: ProblemList,
): Promise<ListedPicture[]> {
  const pictures = await readTest(idFile, problems);
  const byId = new Map(pictures.map((picture) => [picture.id, picture]));
  const numbers = new Map<string, string>();
  await forEachRow(
    landmarkFile,
    ['id', 'landmark_id'],
    problems,
    ({ where, cells: [id = '', landmark = ''] }) => {
      const picture = byId.get(id);
      if (!picture || !landmarkId.test(landmark) || picture.landmark !== undefined) {
        badLine(problems, where, `an id of index.csv, once, and its landmark's number`, `${id},${landmark}`);
        return;
      }
      // One text per landmark rather than one per picture.
      if (!numbers.has(landmark)) numbers.set(landmark, landmark);
      picture.landmark = numbers.get(landmark)!;
    },
  );
  for (const { id, landmark } of pictures) {
    if (landmark === undefined)
      badLine(problems, landmarkFile, `a row of each picture of index.csv`, `${id} is missing`);
    if (problems.problems.length > 1000) problems.throwErrors(landmarkFile);
  }
  return pictures;
}

/** Reads `test.csv`, or any other list of ids. */
export async function readTest(file: string, problems: ProblemList): Promise<ListedPicture[]> {
  const pictures: ListedPicture[] = [];
  const isNew = uniqueIds(problems);
  await forEachRow(file, ['id'], problems, ({ where, cells: [id = ''] }) => {
    if (!pictureId.test(id)) badLine(problems, where, `an id of ${idExpected}`, id);
    else if (isNew(id, where)) pictures.push({ id });
  });
  return nonEmpty(pictures, file, problems);
}

function uniqueIds(problems: ProblemList): (id: string, where: string) => boolean {
  const seen = new Set<string>();
  return (id, where) => {
    const isNew = seen.size !== seen.add(id).size;
    if (!isNew) badLine(problems, where, 'every picture once', `${id} again`);
    return isNew;
  };
}

function nonEmpty(pictures: ListedPicture[], file: string, problems: ProblemList): ListedPicture[] {
  if (pictures.length === 0 && problems.problems.length === 0)
    badLine(problems, file, 'at least one row', '');
  return pictures;
}

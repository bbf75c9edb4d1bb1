import { ProblemList } from '../../base/problems/problem.js';
import { readTable, type TableRow } from '../../base/problems/readTable.js';
import { throwProblems } from '../../base/problems/throwProblems.js';
import { RetrievalError } from '../../errors.js';
import { readIdsFile } from '../../vectors/names/nameLists.js';
import { readBox } from '../own/csvRecords.js';
import type { IdentityGroundTruth } from './types.js';

/** A table of labels and what is left out. */
export interface LabelFiles {
  /**
   * CSV with `id` (or `path`) and `label`; with `role` (`query`, `gallery`, `both`), `x1,y1,x2,y2` and `split` where they
   * matter. Without roles every picture is searched among all others; a picture without a label is right for no query; of a
   * table with `split` only the rows of `test` take part.
   */
  labels: string;
  /** CSV with `query` and `gallery`: ids of pictures that neither count for nor against that query. */
  junk?: string;
  /** Ids, one a line or CSV with `id`, of pictures that take no part; they need not stand in the table. */
  ignore?: string;
}

/** Labels as a ground truth, with the words that its numbers stand for. */
export interface LabelledGroundTruth {
  groundTruth: IdentityGroundTruth;
  /** `[Q]` */
  queryLabels: string[];
  /** `[N]`; empty for a picture without a label. */
  galleryLabels: string[];
  /** Ids of all pictures of the table in its order, those that take no part among them. */
  pictures: string[];
  /** Ids of `ignore`. */
  ignored: ReadonlySet<string>;
}

interface LabelledPicture {
  id: string;
  /** The picture that the box is cut from. */
  whole: string;
  label: string;
  isQuery: boolean;
  isGallery: boolean;
}

const roles = ['query', 'gallery', 'both', ''];

/**
 * Reads labels as a ground truth. The gallery's rows of a query's own picture, whatever their box, are left out of its
 * ranking, and so is its junk.
 *
 * @throws RetrievalError that lists everything that is wrong with the files, and when there is no query or no gallery.
 */
export async function readLabels({ labels, junk, ignore }: LabelFiles): Promise<LabelledGroundTruth> {
  const problems = new ProblemList();
  const pictures = readPictures(labels, problems);
  throwProblems(problems, labels);
  const known = new Set(pictures.map(({ id }) => id));
  const ignored = new Set(ignore === undefined ? [] : await readIdsFile(ignore));
  const taking = pictures.filter(({ id }) => !ignored.has(id));
  const queries = taking.filter(({ isQuery }) => isQuery);
  const gallery = taking.filter(({ isGallery }) => isGallery);
  if (queries.length === 0 || gallery.length === 0) throw oneSided(labels, queries.length, gallery.length);
  const rowsOf = galleryRows(gallery, ({ id }) => id);
  const rowsOfWhole = galleryRows(gallery, ({ whole }) => whole);
  const junkOf = junk === undefined ? new Map<string, string[]>() : readJunk(junk, labels, known, problems);
  throwProblems(problems, junk ?? labels);
  const numbers = new Map<string, number>();
  const numberOf = ({ label }: LabelledPicture): number => {
    if (label === '') return -1;
    if (!numbers.has(label)) numbers.set(label, numbers.size);
    return numbers.get(label)!;
  };
  return {
    groundTruth: {
      kind: 'identity',
      galleryIds: gallery.map(({ id }) => id),
      queryIds: queries.map(({ id }) => id),
      galleryIdentities: Int32Array.from(gallery, numberOf),
      queryIdentities: Int32Array.from(queries, numberOf),
      selfInGallery: Int32Array.from(queries, ({ id }) => rowsOf.get(id)?.[0] ?? -1),
      junk: queries.map(({ id, whole }) => {
        const own = rowsOfWhole.get(whole) ?? [];
        const named = (junkOf.get(id) ?? []).flatMap((name) => rowsOf.get(name) ?? []);
        return Int32Array.from(new Set([...own, ...named])).sort();
      }),
    },
    queryLabels: queries.map(({ label }) => label),
    galleryLabels: gallery.map(({ label }) => label),
    pictures: pictures.map(({ id }) => id),
    ignored,
  };
}

function readPictures(file: string, problems: ProblemList): LabelledPicture[] {
  const lines = new Map<string, number>();
  return readTable(file, ['label'], problems).flatMap((row): LabelledPicture[] => {
    const name = row.cell('id') || row.cell('path');
    const [label, role] = [row.cell('label'), row.cell('role').toLowerCase()];
    if (name === '') return wrong(row, 'The picture has no name', 'an id or a path', '""', problems);
    if (!roles.includes(role)) {
      return wrong(row, 'The role is not known', 'query, gallery, both or nothing', role, problems);
    }
    if (role === 'query' && label === '') {
      return wrong(row, 'A query has no label', 'a label, or the role gallery', '""', problems);
    }
    const box = readBox(row, problems);
    const id = box && row.cell('id') === '' ? `${name}#${box.join(',')}` : name;
    if (lines.has(id)) {
      const first = `${JSON.stringify(id)}, first on line ${lines.get(id)}`;
      return wrong(row, 'The same picture stands in the table twice', 'every picture once', first, problems);
    }
    lines.set(id, row.line);
    const takesPart = !row.has('split') || row.cell('split').toLowerCase() === 'test';
    return [
      {
        id,
        whole: row.cell('path') || name,
        label,
        isQuery: takesPart && label !== '' && role !== 'gallery',
        isGallery: takesPart && role !== 'query',
      },
    ];
  });
}

/** Ids of the gallery that are junk, by query. */
function readJunk(
  file: string,
  labels: string,
  known: ReadonlySet<string>,
  problems: ProblemList,
): Map<string, string[]> {
  const junk = new Map<string, string[]>();
  for (const row of readTable(file, ['query', 'gallery'], problems)) {
    const [query, picture] = [row.cell('query'), row.cell('gallery')];
    for (const id of [query, picture]) if (!known.has(id)) addUnknown(id, row.where, labels, problems);
    junk.set(query, [...(junk.get(query) ?? []), picture]);
  }
  return junk;
}

function galleryRows(
  gallery: readonly LabelledPicture[],
  key: (picture: LabelledPicture) => string,
): Map<string, number[]> {
  const rows = new Map<string, number[]>();
  gallery.forEach((picture, row) => {
    const list = rows.get(key(picture));
    if (list) list.push(row);
    else rows.set(key(picture), [row]);
  });
  return rows;
}

function wrong(row: TableRow, what: string, expected: string, found: string, problems: ProblemList): [] {
  problems.error({ what, where: row.where, expected, found, fix: 'correct the row' });
  return [];
}

function addUnknown(id: string, where: string, labels: string, problems: ProblemList): void {
  problems.error({
    what: 'The table of labels has no such picture',
    where,
    expected: `an id of ${labels}`,
    found: JSON.stringify(id),
    fix: 'write the ids as in the table',
  });
}

function oneSided(where: string, queries: number, gallery: number): RetrievalError {
  return new RetrievalError({
    what: 'The table of labels has nothing to search',
    where,
    expected: 'at least one query with a label and one picture of the gallery',
    found: `${queries} queries and ${gallery} pictures of the gallery`,
    fix: 'look at the columns role and split, and at what is ignored',
  });
}

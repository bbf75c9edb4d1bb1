import { ProblemList } from '../../base/problems/problem.js';
import { readTable, type TableRow } from '../../base/problems/readTable.js';
import { fetchAgain } from './readLines.js';
import { throwProblems } from '../../base/problems/throwProblems.js';
import type { GoogleLandmarksGroundTruth, LandmarkUsage } from './types.js';

const usages: readonly string[] = ['public', 'private', 'ignored'] satisfies LandmarkUsage[];

/**
 * Reads `retrieval_solution_v2.1.csv` of Google Landmarks v2 (Weyand et al. 2020): columns `id`, `images` (ids of the
 * index, separated by spaces, or `None`) and `Usage` (Public, Private or Ignored).
 *
 * @param galleryIds ids of the index in the order of the gallery's rows; see `readIdColumn`
 * @throws RetrievalError naming every line that is wrong: an unknown or repeated id, another usage, a query that counts
 *   but has no picture.
 */
export function readGoogleLandmarksSolution(
  file: string,
  galleryIds: readonly string[],
): GoogleLandmarksGroundTruth {
  const problems = new ProblemList();
  const rowOf = rowsOfIds(galleryIds, 'the index', problems);
  const truth: GoogleLandmarksGroundTruth = {
    kind: 'google-landmarks',
    galleryIds: [...galleryIds],
    queryIds: [],
    usages: [],
    positives: [],
  };
  for (const row of readTable(file, ['id', 'images', 'usage'], problems)) {
    const usage = row.cell('usage').toLowerCase();
    if (!usages.includes(usage)) {
      addProblem(
        row,
        'The usage of a query is unknown',
        'Public, Private or Ignored',
        row.cell('usage'),
        problems,
      );
      continue;
    }
    truth.queryIds.push(row.cell('id'));
    truth.usages.push(usage as LandmarkUsage);
    truth.positives.push(usage === 'ignored' ? new Int32Array(0) : readImages(row, rowOf, problems));
  }
  if (truth.queryIds.length === 0) {
    const nothing = { what: 'The solution lists no query', expected: 'at least one line', found: 'none' };
    problems.error({ ...nothing, where: file, fix: fetchAgain });
  }
  rowsOfIds(truth.queryIds, file, problems);
  throwProblems(problems, file);
  return truth;
}

/**
 * Reads the column `id` of a table, such as `index.csv` and `test.csv` of Google Landmarks v2.
 *
 * @throws RetrievalError for a table without that column and for ids that are empty or come twice.
 */
export function readIdColumn(file: string): string[] {
  const problems = new ProblemList();
  const ids = readTable(file, ['id'], problems).map((row) => row.cell('id'));
  rowsOfIds(ids, file, problems);
  throwProblems(problems, file);
  return ids;
}

function readImages(row: TableRow, rowOf: Map<string, number>, problems: ProblemList): Int32Array {
  const cell = row.cell('images');
  const ids = cell === '' || cell === 'None' ? [] : cell.split(/\s+/);
  if (ids.length === 0)
    addProblem(row, 'A query that counts has no picture', 'ids of the index', cell, problems);
  if (new Set(ids).size !== ids.length)
    addProblem(row, 'A picture is named twice', 'every id once', cell, problems);
  const rows = ids.map((id) => rowOf.get(id));
  const unknown = ids.filter((_, i) => rows[i] === undefined);
  if (unknown.length > 0) {
    addProblem(row, 'A picture is not in the index', 'ids of the index', unknown.join(' '), problems);
  }
  return Int32Array.from(rows.filter((found) => found !== undefined)).sort();
}

function addProblem(
  row: TableRow,
  what: string,
  expected: string,
  found: string,
  problems: ProblemList,
): void {
  problems.error({
    what,
    where: row.where,
    expected,
    found: JSON.stringify(found.slice(0, 80)),
    fix: 'fetch the file again, and give it the index that it was made for',
  });
}

function rowsOfIds(ids: readonly string[], where: string, problems: ProblemList): Map<string, number> {
  const rows = new Map<string, number>();
  ids.forEach((id, row) => {
    if (id !== '' && !rows.has(id)) {
      rows.set(id, row);
      return;
    }
    problems.error({
      what: id === '' ? 'An id is empty' : 'An id comes twice',
      where: `${where}, entry ${row}`,
      expected: 'every id once',
      found: JSON.stringify(id),
      fix: fetchAgain,
    });
  });
  return rows;
}

import { closestMatch } from 'leven';
import { RetrievalError } from '../../errors.js';
import { nameFinder } from './nameFinder.js';

/** Names of each side that an error shows. */
const shownNames = 3;
/** Ids among which the nearest to a missing name is looked for. */
const comparedIds = 5000;

/** Where the pictures of a ground truth lie among the rows of embedding files. */
export interface RowMatch {
  /** `[N]` row of each name; -1 for a name that is not needed and not there. */
  rows: Int32Array;
  /** Rows that have an id which is no name of the ground truth. */
  unknown: number[];
}

/**
 * Finds the row of each name by the rows' ids, which mean names as `nameFinder` says.
 *
 * @param names names of the pictures
 * @param ids one per row; undefined for rows without an id
 * @param what names the rows and their ids in errors, for example `the gallery`
 * @param isNeeded whether the name must be there. Default: all must.
 * @throws RetrievalError for needed names without a row, with three names of each side and the nearest, and for two rows
 *   of one name.
 */
export function matchRows(
  names: readonly string[],
  ids: readonly (string | undefined)[],
  what: string,
  isNeeded: (name: number) => boolean = () => true,
): RowMatch {
  const find = nameFinder(names);
  const match: RowMatch = { rows: new Int32Array(names.length).fill(-1), unknown: [] };
  ids.forEach((id, row) => {
    if (id === undefined) return;
    const name = find(id);
    if (name === undefined) {
      match.unknown.push(row);
      return;
    }
    if (match.rows[name] !== -1) {
      throw new RetrievalError({
        what: 'Two embeddings have the id of one picture',
        where: what,
        expected: `one row for ${JSON.stringify(names[name])}`,
        found: `rows ${match.rows[name]} and ${row}`,
        fix: 'remove one of them, or name the ids that tell the pictures apart',
      });
    }
    match.rows[name] = row;
  });
  const missing = names.filter((_, i) => match.rows[i] === -1 && isNeeded(i));
  if (missing.length === 0) return match;
  throw unmatched(names.length, missing, ids, match, what);
}

function unmatched(
  pictures: number,
  missing: readonly string[],
  ids: readonly (string | undefined)[],
  { unknown }: RowMatch,
  what: string,
): RetrievalError {
  const strangers = unknown.map((row) => ids[row]!);
  const nearest = nearestOf(missing, strangers);
  return new RetrievalError({
    what: 'Pictures have no embedding',
    where: what,
    expected: `a row for each of ${pictures} pictures; ${missing.length} pictures missing, such as ${shown(missing)}`,
    found: `${ids.length} rows, ${strangers.length} with an id that is no picture${strangers.length > 0 ? `, such as ${shown(strangers)}` : ''}${nearest}`,
    fix: 'embed the missing pictures, or name the column or file whose ids are the names of the pictures',
  });
}

/** The missing name that is most like an id, and that id. */
function nearestOf(missing: readonly string[], strangers: readonly string[]): string {
  const [name] = missing;
  const id = closestMatch(name!, strangers.slice(0, comparedIds));
  return id === undefined ? '' : `; nearest to ${JSON.stringify(name)} is ${JSON.stringify(id)}`;
}

function shown(names: readonly string[]): string {
  const list = names.slice(0, shownNames).map((name) => JSON.stringify(name));
  return list.join(', ') + (names.length > shownNames ? ' ...' : '');
}

import { RetrievalError } from '../../errors.js';

/** Names that an error shows. */
const shownNames = 3;

/** Where the pictures of a ground truth lie among the rows of embedding files. */
export interface RowMatch {
  /** `[N]` row of each name; -1 for a name that is not needed and not there. */
  rows: Int32Array;
  /** Rows that have an id which is no name of the ground truth. */
  unknown: number[];
}

/**
 * Finds the row of each name by the rows' ids. The endings of picture files do not count, and an id may name folders above
 * those of the ground truth: `jpg/all_souls_000013.jpg` is `all_souls_000013`.
 *
 * @param names names of the ground truth
 * @param ids one per row; undefined for rows without an id
 * @param what names the rows in errors, for example `the gallery`
 * @param isNeeded whether the name must be there. Default: all must.
 * @throws RetrievalError for a needed name without a row, and for two rows of one name.
 */
export function matchRows(
  names: readonly string[],
  ids: readonly (string | undefined)[],
  what: string,
  isNeeded: (name: number) => boolean = () => true,
): RowMatch {
  const nameOf = new Map(names.map((name, i) => [withoutEnding(name), i]));
  const match: RowMatch = { rows: new Int32Array(names.length).fill(-1), unknown: [] };
  if (nameOf.size !== names.length) {
    throw new RetrievalError({
      what: 'Two names of the ground truth differ by their endings only',
      where: what,
    });
  }
  ids.forEach((id, row) => {
    if (id === undefined) return;
    const name = findName(id, nameOf);
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
      });
    }
    match.rows[name] = row;
  });
  const missing = names.filter((_, i) => match.rows[i] === -1 && isNeeded(i));
  if (missing.length === 0) return match;
  throw new RetrievalError({
    what: 'Pictures of the ground truth have no embedding',
    where: what,
    expected: `${names.length} pictures, among them ${shown(missing)}`,
    found: `${ids.length} rows, ${missing.length} pictures missing; ids such as ${shown(ids.filter((id) => id !== undefined))}`,
    fix: 'embed the missing pictures, and name rows as the ground truth does',
  });
}

/** The text between the last slash and the ending of a picture file. */
export function pictureName(id: string): string {
  return withoutEnding(id).split('/').at(-1)!;
}

function findName(id: string, nameOf: ReadonlyMap<string, number>): number | undefined {
  for (let path = withoutEnding(id); ; path = path.slice(path.indexOf('/') + 1)) {
    const name = nameOf.get(path);
    if (name !== undefined || !path.includes('/')) return name;
  }
}

function withoutEnding(id: string): string {
  return id.replaceAll('\\', '/').replace(/\.(jpe?g|png|webp)$/i, '');
}

function shown(names: readonly string[]): string {
  const list = names.slice(0, shownNames).map((name) => JSON.stringify(name));
  return list.join(', ') + (names.length > shownNames ? ' ...' : '');
}

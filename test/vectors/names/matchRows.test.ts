import { describe, expect, test } from 'vitest';
import { matchRows } from '../../../src/vectors/names/matchRows.js';

describe('matchRows', () => {
  const names = ['all_souls_000013', '001.A/b.jpg', 'c'];

  test('finds names behind folders and before the ending of a picture', () => {
    const ids = ['x.JPG', 'images/001.A/b.png', 'jpg\\all_souls_000013.jpg', undefined, 'c'];
    expect(matchRows(names, ids, 'the gallery')).toEqual({ rows: Int32Array.of(2, 1, 4), unknown: [0] });
  });

  test('takes `b.jpg` for the one name that ends so, and for none of several', () => {
    expect(matchRows(['001.A/b.jpg'], ['b.jpg'], 'the gallery').rows).toEqual(Int32Array.of(0));
    expect(() => matchRows(['001.A/b.jpg', '002.B/b.jpg'], ['b.jpg'], 'the gallery')).toThrow(
      /no embedding[^]*"001\.A\/b\.jpg", "002\.B\/b\.jpg"[^]*"b\.jpg"/,
    );
  });

  test('names what is missing, except what is not needed', () => {
    expect(() => matchRows(names, ['c'], 'the queries')).toThrow(
      /the queries[^]*2 pictures missing, such as "all_souls_000013", "001\.A\/b\.jpg"[^]*0 with an id that is no/,
    );
    expect(matchRows(names, ['c'], 'the queries', (name) => name === 2).rows).toEqual(
      Int32Array.of(-1, -1, 0),
    );
  });

  test('shows three names of each side and the nearest', () => {
    const ids = ['A/cat1.jpg', 'x', 'y', 'z'];
    expect(() => matchRows(['a/cat1.jpg', 'b', 'c', 'd'], ids, 'the gallery')).toThrow(
      /4 pictures missing, such as "a\/cat1\.jpg", "b", "c" \.\.\.[^]*such as "A\/cat1\.jpg", "x", "y" \.\.\.; nearest to "a\/cat1\.jpg" is "A\/cat1\.jpg"/,
    );
  });

  test('tells names apart that differ by their endings only, and refuses two rows of one picture', () => {
    expect(() => matchRows(['c'], ['c', 'd/c.jpg'], 'the gallery')).toThrow(/one picture[^]*rows 0 and 1/);
    expect(matchRows(['c.png', 'c.jpg'], ['x/c.jpg', 'c.png'], 'the gallery').rows).toEqual(
      Int32Array.of(1, 0),
    );
    expect(() => matchRows(['c.png', 'c.jpg'], ['c'], 'the gallery')).toThrow(/2 pictures missing/);
  });

  test('takes names such as constructor for ordinary ones', () => {
    expect(matchRows(['constructor', '__proto__'], ['__proto__', 'constructor'], 'x').rows).toEqual(
      Int32Array.of(1, 0),
    );
  });
});

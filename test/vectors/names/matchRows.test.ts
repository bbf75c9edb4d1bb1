import { describe, expect, test } from 'vitest';
import { matchRows } from '../../../src/vectors/names/matchRows.js';

describe('matchRows', () => {
  const names = ['all_souls_000013', '001.A/b.jpg', 'c'];

  test('finds names behind folders and before the ending of a picture', () => {
    const ids = ['x.JPG', 'images/001.A/b.png', 'jpg\\all_souls_000013.jpg', undefined, 'c'];
    expect(matchRows(names, ids, 'the gallery')).toEqual({ rows: Int32Array.of(2, 1, 4), unknown: [0] });
  });

  test('takes `b.jpg` for no name that stands in a folder', () => {
    expect(() => matchRows(['001.A/b.jpg'], ['b.jpg'], 'the gallery')).toThrow(
      /no embedding[^]*"001\.A\/b\.jpg"/,
    );
  });

  test('names what is missing, except what is not needed', () => {
    expect(() => matchRows(names, ['c'], 'the queries')).toThrow(
      /the queries[^]*"all_souls_000013", "001\.A\/b\.jpg"[^]*2 pictures missing; ids such as "c"/,
    );
    expect(matchRows(names, ['c'], 'the queries', (name) => name === 2).rows).toEqual(
      Int32Array.of(-1, -1, 0),
    );
  });

  test('refuses two rows of one picture, and names that differ by their endings only', () => {
    expect(() => matchRows(['c'], ['c', 'd/c.jpg'], 'the gallery')).toThrow(/one picture[^]*rows 0 and 1/);
    expect(() => matchRows(['c', 'c.jpg'], [], 'the gallery')).toThrow(/differ by their endings/);
  });

  test('takes names such as constructor for ordinary ones', () => {
    expect(matchRows(['constructor', '__proto__'], ['__proto__', 'constructor'], 'x').rows).toEqual(
      Int32Array.of(1, 0),
    );
  });
});

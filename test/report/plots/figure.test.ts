import { describe, expect, test } from 'vitest';
import { composeFigure } from '../../../src/report/plots/figure.js';
import { wrapText } from '../../../src/report/plots/titleBlock.js';

describe('text in figures', () => {
  test('breaks titles between words without counting or breaking tags', () => {
    expect(wrapText('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrapText('<span style="color:red">one</span> two', 7)).toEqual([
      '<span style="color:red">one</span> two',
    ]);
    expect(wrapText('a < b and c', 5)).toEqual(['a < b', 'and c']);
  });

  test('makes room for every line of the title', () => {
    const top = (title: string) => composeFigure({ title, data: [] }).layout.margin!.t!;
    expect(top('word '.repeat(40))).toBe(top('word') + 2 * 27);
  });
});

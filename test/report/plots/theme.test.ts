import { describe, expect, test } from 'vitest';
import { composeFigure, wrapText } from '../../../src/report/plots/figure.js';
import { compactCount, decimals, logTicks } from '../../../src/report/plots/formatting.js';
import { translucent } from '../../../src/report/plots/theme.js';

describe('the theme', () => {
  test('writes colours with an opacity', () => {
    expect(translucent('#0072B2', 0.25)).toBe('rgba(0, 114, 178, 0.25)');
  });
});

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

  test('writes counts, decimals and ticks for readers', () => {
    expect([999, 42_000, 999_700, 1_640_000, 1.7e9].map(compactCount)).toEqual(
      ['999', '42 k', '1 M', '1.6 M', '1.7 G'].map((text) => text.replace(' ', '\u00a0')),
    );
    expect(decimals(-1.25, 1)).toBe('−1.3');
    expect(decimals(-0.001, 2)).toBe('0.00');
    expect(decimals(NaN)).toBe('n/a');
    expect(logTicks([20_000, 150_000])).toEqual(expect.arrayContaining([20_000, 50_000, 100_000]));
  });
});

import { describe, expect, test } from 'vitest';
import { composeFigure, fittedTo, withNote } from '../../../src/report/plots/figure.js';
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

  test('has room for a note, which the plot makes', () => {
    const figure = composeFigure({ title: 'Finding', data: [] });
    const noted = withNote(figure, 'from <here>');
    expect(noted.layout.title!.text).toContain('from &lt;here&gt;');
    expect(noted.layout.margin!.t! - figure.layout.margin!.t!).toBe(27);
    expect(noted.layout.height).toBe(figure.layout.height);
  });

  test('is broken anew for another width, in lines of about one length', () => {
    const figure = composeFigure({ title: 'One long method name leads every other one by far', data: [] });
    const lines = fittedTo(figure, 450)
      .layout.title!.text!.replace(/<\/?b>/g, '')
      .split('<br>');
    expect(lines).toEqual(['One long method name leads', 'every other one by far']);
    expect(fittedTo(fittedTo(figure, 450), 900)).toEqual(figure);
    const other = { data: [], layout: { title: { text: 'Mine' } } };
    expect(fittedTo(other, 450)).toBe(other);
  });
});

import { expect, test } from 'vitest';
import { composeFigure, withNote } from '../../../src/report/plots/figure.js';
import { altText, titleText } from '../../../src/report/plots/figureWords.js';

const words = { title: 'More is <b>better</b> &amp; dearer', subtitle: 'bars: t<sup>p</sup> &lt; 1' };

test('a figure is told by its title and what stands below it, without markup', () => {
  const figure = composeFigure({ ...words, data: [] });
  expect(titleText(figure)).toBe('More is better & dearer');
  expect(altText(figure)).toBe('More is better & dearer. bars: t^p < 1');
  expect(altText(withNote(figure, 'from <here>'))).toBe(
    'More is better & dearer. bars: t^p < 1. from <here>',
  );
});

test('a description stands for the subtitle', () => {
  const figure = composeFigure({ ...words, description: 'Two of three are right.', data: [] });
  expect(altText(figure)).toBe('More is better & dearer. Two of three are right.');
});

test('a figure of other making is told by its title, or by nothing', () => {
  expect(altText({ layout: { title: { text: '<b>Mine</b><br>and more' } } })).toBe('Mine and more');
  expect(altText({ layout: {} })).toBe('');
});

test('a long title stays whole in words', () => {
  const title = 'word '.repeat(40).trim();
  expect(altText(composeFigure({ title, data: [] }))).toBe(title);
});

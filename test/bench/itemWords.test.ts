import { expect, test } from 'vitest';
import { benchItems } from '../../src/bench/items.js';
import { benchGroups, isMeasured, itemWords } from '../../src/bench/itemWords.js';

const items = benchItems({ galleryRows: 1000 }).map(({ name }) => name);

test('every item is told in words of its own, short enough for a row of a figure', () => {
  expect(new Set(items.map(itemWords)).size).toBe(items.length);
  for (const item of items) {
    expect(itemWords(item)).not.toBe(item);
    expect(itemWords(item).length).toBeLessThanOrEqual(45);
  }
});

test('every item is known as one that is measured, and no other', () => {
  expect(items.filter((item) => !isMeasured(item))).toEqual([]);
  expect(isMeasured('train-smallCnn-graph')).toBe(false);
});

test('an item without words of its own is told by its name', () => {
  expect(itemWords('head-smoothAveragePrecision')).toBe('Head, smooth average precision');
  expect(itemWords('new-item')).toBe('New item');
});

test('results stand in groups by the kind of their work, each in one', () => {
  const groups = benchGroups(items.map((item) => ({ item })));
  expect(groups.map(({ title }) => title)).toEqual([
    'Steps of a head',
    'Losses',
    'Networks',
    'Search and measures',
  ]);
  expect(groups.flatMap(({ results }) => results)).toHaveLength(items.length);
  expect(benchGroups([{ item: 'kendall' }])).toEqual([
    { title: 'Search and measures', results: [{ item: 'kendall' }] },
  ]);
});

import { expect, test } from 'vitest';
import { searchGrid } from '../../../src/report/plots/searchGrid.js';
import { ink } from '../../../src/report/plots/theme.js';
import type { PictureList } from '../../../src/trainedModels/pictureList.js';
import type { PictureSearch } from '../../../src/trainedModels/pictureSearch.js';

const gallery = ['a/0.jpg', 'a/1.jpg', 'b/0.jpg'];

function list(ids: string[], labels?: string[]): PictureList {
  return {
    ids,
    ...(labels && { labels }),
    pixels: (rows, { size }) => Promise.resolve(new Uint8Array(rows.length * size * size * 3).fill(90)),
  };
}

function search(
  change: Partial<PictureSearch['pictures']> = {},
  queries = ['q.jpg', 'p.jpg'],
): PictureSearch {
  const results = gallery.map((id, row) => ({ rank: row + 1, row, id, similarity: 0.9 - row / 10 }));
  const labels = queries.map(() => '001.Long_bird-a');
  const pictures = {
    queries: list(queries, labels),
    gallery: () => Promise.resolve(list(gallery, ['001.Long_bird-a', '001.Long_bird-a', 'b'])),
    ...change,
  };
  return {
    gallery: { name: 'photos', rows: 3 },
    queries: queries.map((id) => ({ id, results })),
    pictures,
  };
}
type Drawn = Awaited<ReturnType<typeof searchGrid>>;
const colors = ({ layout }: Drawn) => layout.shapes!.map((shape) => shape.line!.color);
const texts = ({ layout }: Drawn) => layout.annotations!.map(({ text }) => text);

test('every query stands before its results, which have their similarities below them', async () => {
  const figure = await searchGrid(search());
  expect(figure.layout.images).toHaveLength(2 * (1 + gallery.length));
  expect(texts(figure).filter((text) => /^0\./.test(text!))).toEqual([
    ...['0.900', '0.800', '0.700'],
    ...['0.900', '0.800', '0.700'],
  ]);
  expect(texts(figure).filter((text) => text === '001.Long<br>bird a')).toHaveLength(2);
  expect(figure.layout.title!.text).toMatch(
    /4 of 6 pictures found have the label of their query.*Among the 3 pictures of photos\./,
  );
});

test('frames tell results of the query’s label from others where both labels are known', async () => {
  const { neutral, positive, negative } = ink;
  const known = await searchGrid(search({}, ['q.jpg']));
  expect(colors(known)).toEqual([neutral, positive, positive, negative]);
  const unknown = await searchGrid(search({ queries: list(['q.jpg']) }, ['q.jpg']));
  expect(colors(unknown)).toEqual([neutral, neutral, neutral, neutral]);
  expect([known, unknown].map(({ layout }) => layout.title!.text!.includes('same\u00a0label'))).toEqual([
    true,
    false,
  ]);
});

test('long names break at their hyphens and underscores', async () => {
  const names = list(['q.jpg'], ['Garant-Ecological_Standard-Milk']);
  const figure = await searchGrid(search({ queries: names }, ['q.jpg']));
  expect(texts(figure)).toContain('Garant<br>Ecological<br>Standard…');
});

test('results without a picture are drawn by their names, and counted', async () => {
  const figure = await searchGrid(search({ gallery: () => Promise.resolve(undefined) }, ['<q>.jpg']));
  expect(figure.layout.images).toHaveLength(1);
  expect(texts(figure)).toContain('0');
  expect(figure.layout.title!.text).toContain('Of 3 results no picture is known');
  expect(JSON.stringify(figure)).not.toContain('<q>');
});

test('a long search is cut, and the title says so', async () => {
  const names = Array.from({ length: 12 }, (_, n) => `q${n}.jpg`);
  const figure = await searchGrid(search({}, names), { results: 2 });
  expect(figure.layout.images).toHaveLength(4 * 3);
  expect(figure.layout.title!.text).toContain('4 of 12 queries');
});

test('all pictures lie inside the plot and apart from each other', async () => {
  const { layout } = await searchGrid(search());
  const [, right] = layout.xaxis!.range as [number, number];
  const cells = layout.images as { x: number; y: number; sizex: number }[];
  expect(cells.every(({ x, sizex }) => x >= 0 && x + sizex <= right)).toBe(true);
  const overlap = cells.some((a, i) =>
    cells.some((b, j) => j > i && Math.abs(a.x - b.x) < a.sizex && Math.abs(a.y - b.y) < a.sizex),
  );
  expect(overlap).toBe(false);
});

test('a search without queries is refused', async () => {
  await expect(searchGrid(search({}, []))).rejects.toThrow(/needs a query/);
});

import { expect, test } from 'vitest';
import { searchPage } from '../../../src/report/page/searchPage.js';
import type { PictureList } from '../../../src/trainedModels/pictureList.js';
import type { PictureSearch } from '../../../src/trainedModels/pictureSearch.js';

function list(ids: string[], labels?: string[]): PictureList {
  return {
    ids,
    ...(labels && { labels }),
    pixels: (rows, { size }) => Promise.resolve(new Uint8Array(rows.length * size * size * 3).fill(90)),
  };
}
const ids = ['a/0.jpg', 'b/1.jpg', 'gone & away.jpg'];
const search = (gallery: PictureList | undefined, labels?: string[]): PictureSearch => ({
  gallery: { name: 'vectors.npy', rows: 3 },
  queries: [{ id: 'q.jpg', results: ids.map((id, row) => ({ rank: row + 1, row, id, similarity: 0.9 })) }],
  pictures: { queries: list(['q.jpg'], labels), gallery: () => Promise.resolve(gallery) },
});

test('the page holds its pictures, each with words, and says of which there is none', async () => {
  const page = await searchPage(search(list(ids.slice(0, 2), ['a', 'b']), ['a']));
  expect(page).not.toMatch(/<script|https?:\/\/|url\(/);
  const alt = [...page.matchAll(/<img\s+src="data:image[^"]*"\s+alt="([^"]*)"/g)].map(([, words]) => words);
  expect(alt).toEqual(['query: q, a', '1: 0, a', '2: 1, b']);
  expect([...page.matchAll(/<li class="(\w*)"/g)].map(([, kind]) => kind)).toEqual([
    'asked',
    'right',
    'wrong',
    '',
  ]);
  expect(page).toContain('gone &amp; away');
  expect(page).toContain('Of 1 results no picture is known');
  expect(page).toContain('dashed: another');
});

test('without labels nothing is called right, and without pictures their names stand there', async () => {
  const page = await searchPage(search(undefined));
  expect(page).not.toContain('dashed: another');
  expect(page.match(/<img/g)).toHaveLength(1);
  expect(page.match(/class="missing"/g)).toHaveLength(3);
});

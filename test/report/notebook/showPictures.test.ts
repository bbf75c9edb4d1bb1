import { expect, test, vi } from 'vitest';
import type { Dataset } from '../../../src/datasets/types.js';
import { pictureRow, showPictures } from '../../../src/report/notebook/showPictures.js';

const pixels = vi.fn((rows: ArrayLike<number>, { size }: { size: number }) =>
  Promise.resolve(new Uint8Array(rows.length * size * size * 3)),
);
const dataset = {
  records: ['kiwi', 'bread & butter', 'lime'].map((label, n) => ({
    id: `${label}/${n}`,
    label,
    origin: 'test',
  })),
  attributions: [{ name: 'Photos', author: 'Somebody', licence: 'MIT', source: '' }],
  pixels,
} as unknown as Dataset;

test('every picture has its caption as alternative text, escaped, and the author is named', async () => {
  const { html, text } = await pictureRow(dataset, [1, 2], { title: 'Two < three', size: 16 });
  const page = html.toString();
  const alt = [...page.matchAll(/<img src="data:image\/\w+;base64,[^"]+" alt="([^"]*)"/g)].map(
    ([, words]) => words,
  );
  expect(alt).toEqual(['bread &amp; butter', 'lime']);
  expect(page).toContain('<b>Two &lt; three</b>');
  expect(page).toContain('Photos by Somebody (MIT)');
  expect(text).toBe('Two < three\nbread & butter, lime\nPictures: Photos by Somebody (MIT)');
  expect(pixels).toHaveBeenCalledWith([1, 2], { size: 16, keep: false });
});

test('the caption can be chosen', async () => {
  const { text } = await pictureRow(dataset, Int32Array.of(0), { caption: ({ id }) => `picture ${id}` });
  expect(text).toMatch(/^picture kiwi\/0\n/);
});

test('reads nothing outside a notebook', async () => {
  pixels.mockClear();
  await showPictures(dataset, [0]);
  expect(pixels).not.toHaveBeenCalled();
});

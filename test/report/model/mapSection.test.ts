import { expect, test } from 'vitest';
import { mapSection } from '../../../src/report/model/mapSection.js';
import type { StudiedModel } from '../../../src/report/model/studyModel.js';

/** A map of one picture for each label, and of a query with its two vectors. */
function section(labels: string[]): string {
  const records = labels.map((label, n) => ({ id: `${n} & co.jpg`, label }));
  const maps = {
    galleryRecords: labels.map((_, n) => n),
    queries: [0],
    maps: [
      {
        kind: 'PCA' as const,
        share: 0.42,
        gallery: labels.map((_, n): [number, number] => [n, n % 2]),
        queries: { galleryModel: [[0, 0]] as [number, number][], queryModel: [[1, 1]] as [number, number][] },
      },
    ],
  };
  return mapSection(maps, { dataset: { records } } as unknown as StudiedModel).toString();
}

test('a line joins the two vectors of a query, which is named', () => {
  const page = section(['a', 'a', 'b']);
  expect(page).toContain('PCA, 42 % of the variance');
  expect(page).toContain('<title>a: 0 &amp; co.jpg</title>');
  const [, x1, y1, x2, y2] = /<line x1="([\d.]+)" y1="([\d.]+)" x2="([\d.]+)" y2="([\d.]+)"/.exec(page)!;
  // Up in the plane is up in the picture, with one scale for both axes.
  expect(Number(x2) - Number(x1)).toBeCloseTo(Number(y1) - Number(y2), 1);
  expect(Number(x2)).toBeGreaterThan(Number(x1));
  expect(page).not.toContain('NaN');
});

test('the most frequent labels have colours, unless they are a few of many', () => {
  expect(section(['a', 'a', 'b']).match(/class="dot"/g)).toHaveLength(3);
  expect(section(Array.from({ length: 60 }, (_, n) => `label ${n}`))).not.toContain('class="dot"');
  expect(section(['', ''])).not.toContain('class="dot"');
});

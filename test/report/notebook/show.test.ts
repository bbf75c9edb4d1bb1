import { createRequire } from 'node:module';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { figureBundle, show } from '../../../src/report/notebook/show.js';
import { inNotebook } from '../../../src/report/notebook/kernel.js';
import { showImage } from '../../../src/report/notebook/showPicture.js';
import { showTable } from '../../../src/report/notebook/showTable.js';
import { mappingCurve } from '../../../src/study/figures/mappingCurve.js';

const figure = mappingCurve([{ name: 'mine', gallery: [0, 1], mapped: [0, 0.5] }]);

describe('outside a notebook', () => {
  test('displays nothing and does not fail', async () => {
    expect(inNotebook()).toBe(false);
    await expect(show(figure)).resolves.toBeUndefined();
    expect(() => showTable([{ a: 1 }])).not.toThrow();
  });
});

test('bundles a figure with its words as text, the interactive part only if wanted', async () => {
  const bundle = await figureBundle(figure, { png: false });
  expect(Object.keys(bundle)).toEqual(['application/vnd.plotly.v1+json', 'text/plain']);
  expect(bundle['text/plain']).toMatch(/^A monotone map may lower the similarity by up to 0\.50$/);
  const still = await figureBundle(figure, { png: false, interactive: false });
  expect(Object.keys(still)).toEqual(['text/plain']);
});

describe('in a notebook', () => {
  const { cache } = createRequire(import.meta.url);
  const kernel = '/tslab/dist/jupyter.js';
  const lastWriteDisplayData =
    vi.fn<(message: { data: Record<string, unknown>; metadata: Record<string, unknown> }) => void>();
  beforeAll(() => (cache[kernel] = { exports: { lastWriteDisplayData } } as unknown as NodeModule));
  afterAll(() => delete cache[kernel]);
  const lastOutput = () => lastWriteDisplayData.mock.lastCall![0];

  test('shows the result of a search as a grid of its pictures, with what was found in words', async () => {
    const pictures = {
      ids: ['a'],
      pixels: (rows: ArrayLike<number>, { size }: { size: number }) =>
        Promise.resolve(new Uint8Array(rows.length * size * size * 3)),
    };
    const results = [{ rank: 1, row: 0, id: 'a', similarity: 0.5 }];
    await show(
      {
        gallery: { name: 'photos', rows: 1 },
        queries: [{ id: 'a', results }],
        pictures: { queries: pictures, gallery: () => Promise.resolve(pictures) },
      },
      { png: false },
    );
    const { data } = lastOutput();
    const { layout } = data['application/vnd.plotly.v1+json'] as typeof figure;
    expect(layout.images).toHaveLength(2);
    expect(data['text/plain']).toMatch(
      /^The most similar of the 1 pictures of photos\. Query a: a \(0\.50\)\.$/,
    );
  });

  test('gives pictures their alternative text where nbconvert and others look for it', async () => {
    const png = await sharp({ create: { width: 2, height: 2, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    await showImage(png, 'a red square');
    expect(lastOutput()).toMatchObject({
      data: { 'text/plain': 'a red square' },
      metadata: { 'image/png': { alt: 'a red square' } },
    });
    showTable([{ a: 1 }]);
    expect(lastOutput().metadata).toEqual({});
  });
});

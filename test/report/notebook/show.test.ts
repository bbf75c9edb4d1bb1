import { createRequire } from 'node:module';
import { describe, expect, test, vi } from 'vitest';
import { figureBundle, show } from '../../../src/report/notebook/show.js';
import { inNotebook } from '../../../src/report/notebook/kernel.js';
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

test('bundles a figure with its finding as text, the interactive part only if wanted', async () => {
  const bundle = await figureBundle(figure, { png: false });
  expect(Object.keys(bundle)).toEqual(['application/vnd.plotly.v1+json', 'text/plain']);
  expect(bundle['text/plain']).toMatch(/^Figure: mine lies up to 0\.50 below the identity, at t.=.1\.00$/);
  const still = await figureBundle(figure, { png: false, interactive: false });
  expect(Object.keys(still)).toEqual(['text/plain']);
});

test('shows the result of a search as a grid of its pictures', async () => {
  const { cache } = createRequire(import.meta.url);
  const lastWriteDisplayData = vi.fn<(message: { data: Record<string, unknown> }) => void>();
  const kernel = '/tslab/dist/jupyter.js';
  cache[kernel] = { exports: { lastWriteDisplayData } } as unknown as NodeModule;
  const pictures = {
    ids: ['a'],
    pixels: (rows: ArrayLike<number>, { size }: { size: number }) =>
      Promise.resolve(new Uint8Array(rows.length * size * size * 3)),
  };
  const results = [{ rank: 1, row: 0, id: 'a', similarity: 0.5 }];
  const found = {
    gallery: { name: 'photos', rows: 1 },
    queries: [{ id: 'a', results }],
    pictures: { queries: pictures, gallery: () => Promise.resolve(pictures) },
  };
  await show(found, { png: false }).finally(() => delete cache[kernel]);
  const [{ data }] = lastWriteDisplayData.mock.calls[0];
  const { layout } = data['application/vnd.plotly.v1+json'] as typeof figure;
  expect(layout.images).toHaveLength(2);
  expect(data['text/plain']).toMatch(/among the 1 pictures of photos/);
});

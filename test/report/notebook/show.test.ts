import { describe, expect, test } from 'vitest';
import { figureBundle, show } from '../../../src/report/notebook/show.js';
import { inNotebook } from '../../../src/report/notebook/kernel.js';
import { showTable } from '../../../src/report/notebook/showTable.js';
import { mappingCurve } from '../../../src/report/plots/mappingCurve.js';

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

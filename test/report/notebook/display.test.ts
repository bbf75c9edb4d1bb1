import { createRequire } from 'node:module';
import { PassThrough } from 'node:stream';
import { describe, expect, test, vi } from 'vitest';
import { figureBundle, show } from '../../../src/report/notebook/show.js';
import { inNotebook } from '../../../src/report/notebook/kernel.js';
import { interruptSignal } from '../../../src/report/notebook/interruptSignal.js';
import { progressBar, progressHtml } from '../../../src/report/notebook/progressBar.js';
import { progressText, duration } from '../../../src/report/notebook/progressText.js';
import { showTable } from '../../../src/report/notebook/showTable.js';
import { mappingCurve } from '../../../src/study/figures/mappingCurve.js';

const figure = mappingCurve([{ name: 'mine', gallery: [0, 1], mapped: [0, 0.5] }]);

describe('outside a notebook', () => {
  test('displays nothing and does not fail', async () => {
    expect(inNotebook()).toBe(false);
    await expect(show(figure)).resolves.toBeUndefined();
    expect(() => showTable([{ a: 1 }])).not.toThrow();
  });

  test('gives a signal that nothing aborts, and the armed one where there is one', () => {
    expect(interruptSignal().aborted).toBe(false);
    const controller = new AbortController();
    Object.assign(globalThis, { __interruptSignal: controller.signal });
    expect(interruptSignal()).toBe(controller.signal);
    Object.assign(globalThis, { __interruptSignal: undefined });
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

describe('progress', () => {
  const report = {
    label: 'Training',
    done: 240,
    total: 960,
    seconds: 4,
    imagesPerSecond: 3210.4,
    loss: 0.41234,
  };

  test('tells share, speed, time left, loss, memory and a note', () => {
    expect(progressText({ ...report, megabytes: 640.3, note: 'seed 1' })).toBe(
      'Training 240/960 25 % · 3,210 images/s · 12 s left · loss 0.412 · 640 MB · seed 1',
    );
    expect(progressText({ label: 'x', done: 0, total: 5, seconds: 0 })).toBe('x 0/5 0 %');
    expect(progressText({ label: 'x', done: 5, total: 5, seconds: 65 })).toBe(
      'x 5/5 100 % · 1 min 05 s in all',
    );
  });

  test('writes times as people do', () => {
    expect([7.6, 125, 3780].map(duration)).toEqual(['8 s', '2 min 05 s', '1 h 03 min']);
  });

  test('escapes its label in a notebook', () => {
    expect(progressHtml({ ...report, label: '<script>' })).not.toContain('<script>');
    expect(progressHtml(report)).toContain('width:25.0%');
  });

  test('writes a line at the start, then at most one per interval, and the last state at the end', () => {
    const stream = new PassThrough();
    const bar = progressBar(3, 'Embedding', { stream: stream as unknown as NodeJS.WriteStream });
    bar.update(1);
    bar.update(2, { loss: 0.5 });
    bar.update(3);
    bar.stop();
    bar.stop();
    const lines = String(stream.read()).trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^Embedding 1\/3 33 %/);
    expect(lines[1]).toMatch(/^Embedding 3\/3 100 % · 0 s in all · loss 0\.500 · \d+ MB$/);
  });

  test('redraws one line on a terminal', () => {
    const stream = Object.assign(new PassThrough(), { isTTY: true, columns: 100, rows: 20 });
    for (const name of ['cursorTo', 'clearLine', 'moveCursor']) Object.assign(stream, { [name]: () => true });
    const bar = progressBar(10, 'Training', { stream: stream as unknown as NodeJS.WriteStream });
    bar.update(5, { imagesPerSecond: 100 });
    bar.stop();
    expect(String(stream.read())).toContain('Training 5/10 50 % · 100 images/s');
  });
});

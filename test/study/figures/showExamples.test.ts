import { createRequire } from 'node:module';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openDataset } from '../../../src/datasets/openDataset.js';
import type { Run } from '../../../src/experiments/runOptions.js';
import * as shown from '../../../src/report/notebook/show.js';
import type { Figure } from '../../../src/report/plots/figure.js';
import { showExamples } from '../../../src/study/figures/showExamples.js';
import { settings } from '../../../src/study/plan/settings.js';
import { runWithMap } from '../syntheticRun.js';

const kernel = '/tslab/dist/jupyter.js';
const { cache } = createRequire(import.meta.url);
const write = vi.fn<(message: { data: Record<string, string> }) => void>();
const show = vi.spyOn(shown, 'show').mockResolvedValue();

beforeEach(() => {
  cache[kernel] = { exports: { lastWriteDisplayData: write } } as unknown as NodeModule;
});
afterEach(() => {
  delete cache[kernel];
  show.mockClear();
});

/** A run whose query model finds nothing right for the named queries. */
async function run(): Promise<Run> {
  const { records } = await openDataset('grocery');
  const one = runWithMap(
    { ...settings.grocery, method: 'mine', loss: { kind: 'featureRegression' } },
    30,
  );
  const right = (label: string) => records.filter((record) => record.label === label)[1].id;
  const labels = [...new Set(records.map(({ label }) => label))].slice(0, 6);
  const examples = labels.map((label, n) => ({
    query: records.find((record) => record.label === label)!.id,
    galleryModel: [right(label)],
    queryModel: [right(labels[n % 2])],
  }));
  return { ...one, manifest: { ...one.manifest, examples } };
}

test('shows a sample, failures that are not in it, and whom to name for the pictures', async () => {
  await showExamples(await run(), { sample: 2, failures: 2, seed: 3 });
  expect(show).toHaveBeenCalledOnce();
  const { layout } = show.mock.calls[0][0] as Figure;
  // The query and one result of each model.
  const images = layout.images as { source: string; sizex: number }[];
  expect(images).toHaveLength(4 * 3);
  const queries = images.filter((_, n) => n % 3 === 0);
  expect(new Set(queries.map(({ source }) => source)).size).toBe(4);
  expect(layout.title?.text).toMatch(/2 drawn by lot \(seed 3\), 2 chosen because/);
  expect(write.mock.calls.at(-1)![0].data['text/html']).toMatch(/Pictures: Grocery Store .*\(MIT\)/);
});

test('outside a notebook nothing is opened', async () => {
  delete cache[kernel];
  await showExamples(await run());
  expect(show).not.toHaveBeenCalled();
});

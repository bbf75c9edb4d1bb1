import { createRequire } from 'node:module';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { parseRunConfig } from '../../../src/experiments/runConfig.js';
import { closeRenderer } from '../../../src/report/plots/renderer.js';
import type { Figure } from '../../../src/report/plots/figure.js';
import { growingCurve } from '../../../src/study/runs/growingCurve.js';
import { settings } from '../../../src/study/plan/settings.js';
import { runWithMap } from '../syntheticRun.js';

interface Message {
  data: Record<string, unknown>;
  transient: { display_id?: string };
}
const kernel = '/tslab/dist/jupyter.js';
const { cache } = createRequire(import.meta.url);
const write = vi.fn<(message: Message, update: boolean) => void>();
const shown = () =>
  write.mock.calls.map(([{ data, transient }, update]) => {
    const { data: traces } = data['application/vnd.plotly.v1+json'] as Figure;
    const all = traces as { name: string; y: number[]; showlegend?: boolean }[];
    const lines = all.filter(({ showlegend }) => showlegend !== false);
    return {
      id: transient.display_id,
      update,
      png: 'image/png' in data,
      lines: lines.map(({ name, y }) => [name, y]),
    };
  });

const config = (method: string) =>
  parseRunConfig({ ...settings.emoji, method, loss: { kind: 'featureRegression' } });
const point = (step: number, mapAsymmetric: number) => ({
  step,
  mapAsymmetric,
  orderConsistency10: 50,
  orderConsistency100: 50,
});

beforeEach(() => {
  cache[kernel] = { exports: { lastWriteDisplayData: write } } as unknown as NodeModule;
});
afterEach(async () => {
  delete cache[kernel];
  write.mockClear();
  await closeRenderer();
});

test('one output grows with every point and ends with the finished runs', async () => {
  const curve = growingCurve([config('mine'), config('other')], 'mapAsymmetric');
  curve.add(0, point(10, 5));
  curve.add(0, point(20, 7));
  curve.add(1, point(10, 6));
  const runs = [runWithMap(config('mine'), 30), runWithMap(config('other'), 40)];
  await curve.finish(runs);
  const [first, second, third, last] = shown();
  expect(first).toMatchObject({ update: false, png: false, lines: [['mine', [5]]] });
  expect(second).toMatchObject({ update: true, lines: [['mine', [5, 7]]] });
  expect(third.lines).toEqual([
    ['mine', [5, 7]],
    ['other', [6]],
  ]);
  const ends = runs.map(({ record, manifest }) => [
    record.loss,
    manifest.trajectory.map((one) => one.mapAsymmetric),
  ]);
  expect(last).toMatchObject({ update: true, lines: ends });
  expect(new Set(shown().map(({ id }) => id)).size).toBe(1);
});

test('draws runs that were finished before, in an output of its own', async () => {
  const curve = growingCurve([config('mine')], 'orderConsistency10');
  await curve.finish([runWithMap(config('mine'), 30)]);
  expect(shown()).toMatchObject([{ update: false }]);
});

test('outside a notebook nothing is drawn', async () => {
  delete cache[kernel];
  const curve = growingCurve([config('mine')], 'mapAsymmetric');
  curve.add(0, point(10, 5));
  await curve.finish([runWithMap(config('mine'), 30)]);
  expect(write).not.toHaveBeenCalled();
});

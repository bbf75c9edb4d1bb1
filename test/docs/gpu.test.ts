import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Comparison } from '../../src/cli/gpuCheck/compare.js';
import type { Speed } from '../../src/cli/gpuCheck/speed.js';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'GPU.md'), 'utf8').replace(/\s+/g, ' ');
const json = <Value>(name: string): Value =>
  JSON.parse(readFileSync(join(root, 'figures/gpu', name), 'utf8')) as Value;

const check = json<{ rows: Comparison[]; speeds: (Speed & { on: string })[] }>('nvidia-h200-check.json');
const trainings = json<{
  rows: { mapAsymmetric: { gpu: number; cpu: number }; trainingSeconds: { gpu: number; cpu: number } }[];
}>('nvidia-h200-runs.json');

test('the page tells the comparisons of the kept report', () => {
  expect(page).toContain(`all ${check.rows.length} comparisons the same`);
  expect(check.rows.every(({ verdict }) => verdict === 'same')).toBe(true);
  const exact = check.rows.filter(({ precision }) => precision === 'float32');
  const largest = Math.max(...exact.map(({ difference }) => difference));
  expect(page).toContain(`exact arithmetic is ${largest.toExponential(1)},`);
});

test('its speeds are those of the report', () => {
  const speed = (on: string, work: string, batch: number, precision: string, compiled = false): string =>
    check.speeds
      .find(
        (row) =>
          row.on === on &&
          row.work.startsWith(work) &&
          row.batch === batch &&
          row.precision === precision &&
          (row.compiled ?? false) === compiled,
      )!
      .imagesPerSecond.toLocaleString('en');
  for (const [work, title] of [
    ['smallCnn', 'small CNN, 64 px, 256'],
    ['mobileNetV2', 'MobileNetV2, 128 px, 256'],
  ] as const) {
    const onCard = ['float32', 'tf32', 'bfloat16'].map((precision) => speed('gpu', work, 256, precision));
    const compiled = work === 'smallCnn' ? speed('gpu', work, 256, 'float32', true) : '-';
    const cells = [title, ...onCard, compiled, speed('cpu', work, 64, 'float32')];
    expect(page).toContain(`| ${cells.join(' | ')} |`);
  }
});

test('its trainings are those that are kept', () => {
  const { rows } = trainings;
  const gaps = rows.map(({ mapAsymmetric: { gpu, cpu } }) => Math.abs(gpu - cpu));
  expect(rows).toHaveLength(9);
  expect(Math.max(...gaps)).toBeLessThan(0.00101);
  const seconds = (on: 'gpu' | 'cpu'): number[] =>
    rows.map(({ trainingSeconds }) => trainingSeconds[on]).sort((a, b) => a - b);
  const [gpu, cpu] = [seconds('gpu'), seconds('cpu')];
  expect(page).toContain(`in ${gpu[0].toFixed(1)} to ${gpu.at(-1)!.toFixed(1)} s each`);
  expect(page).toContain(`take ${cpu[0].toFixed(0)} to ${cpu.at(-1)!.toFixed(0)} s`);
});

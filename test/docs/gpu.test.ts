import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Comparison } from '../../src/cli/gpuCheck/compare.js';
import type { Speed } from '../../src/cli/gpuCheck/speed.js';
import { publishedCounts } from '../../src/datasets/benchmarks/publishedCounts.js';
import { countOperations } from '../../src/models/networks/countOperations.js';
import { resNet } from '../../src/models/networks/resNet.js';
import { pretrainedNetwork } from '../../src/models/pretrained.js';
import { load } from '../setup/load.js';

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

test('what it derives of a published training follows from what was measured', () => {
  const steps = readFileSync(join(root, 'figures/gpu/nvidia-h200-steps.txt'), 'utf8');
  const embedded = Number(/efficientNetLite2 224px B=128 .*\n {3}images\/s (\d+)/.exec(steps)![1]);
  const trained = check.speeds.find(
    ({ on, work, batch, precision }) =>
      on === 'gpu' && work === 'mobileNetV2, 128 px' && batch === 256 && precision === 'float32',
  )!.imagesPerSecond;
  const small = countOperations(pretrainedNetwork('efficientNetLite2'), 224);
  const large = (countOperations(resNet('resNet101'), 224) * 1024 * 768) / 224 ** 2;
  const [galleryRate, trainingRate] = [(embedded * small) / large, trained * (128 / 512) ** 2];
  const { train } = publishedCounts('google-landmarks-v2');
  const hours = (pictures: number, rate: number): number => pictures / rate / 3600;
  for (const words of [
    `${(small / 1e9).toFixed(2)} GFLOP a picture, for the ${(large / 1e9).toFixed(1)} GFLOP`,
    `${train.toLocaleString('en')} pictures at ${galleryRate.toFixed(1)} a second`,
    `| ${hours(train, galleryRate).toFixed(0)} h | |`,
    `| ${((train * 2048 * 4) / 1e9).toFixed(1)} GB |`,
    `5 epochs of ${(train - 4000).toLocaleString('en')} pictures at ${trainingRate.toFixed(0)} a second`,
    `| ${hours(5 * (train - 4000), trainingRate).toFixed(1)} h |`,
    `| ${(60 * hours(4993 + 6322, galleryRate)).toFixed(0)} min |`,
    `| ${((500e9 * 8) / 1e9 / 60).toFixed(0)} min |`,
    `${hours(91_642 + 6403, galleryRate).toFixed(1)} h for the vectors of 98,045 pictures`,
    `${(60 * hours(10 * 91_642, trained * (128 / 362) ** 2)).toFixed(0)} min for 10 epochs`,
  ])
    expect(page).toContain(words);
});

test('the sizes of the set-up are those of its wheels', async () => {
  type Bytes = () => Record<'fetched' | 'installed' | 'peak', number>;
  const { cudaBytes } = await load<{ cudaBytes: Bytes }>('cuda/wheels.mjs');
  const { fetched, installed, peak } = cudaBytes();
  const size = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;
  expect(page).toContain(`| ${size(fetched)} | ${size(installed)} |`);
  expect(page).toContain(`${size(peak)} of disk at its peak`);
  expect(page).toContain(`TensorFlow for CUDA 12: ${size(fetched)} to fetch, ${size(installed)} on disk`);
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
